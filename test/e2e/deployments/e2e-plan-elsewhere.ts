import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** Never brought up: a bundle of another deployment is no bundle for it. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-plan-elsewhere', vault: { port: 18_321 } };
