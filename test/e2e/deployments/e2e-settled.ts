import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name and port of its own. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-settled', vault: { port: 18_610 } };
