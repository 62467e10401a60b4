import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own, for what is changed by hand. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-drift', vault: { port: 18_245 } };
