import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as tofu } from './e2e-tofu';

/** `e2e-tofu` with one more policy, which nobody has. */
export const deployment: DeploymentProps = { ...tofu, policies: { second: 'policies/app.hcl' } };
