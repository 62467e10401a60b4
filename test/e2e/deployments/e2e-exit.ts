import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own, to be left. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-exit', vault: { port: 19_120 } };
