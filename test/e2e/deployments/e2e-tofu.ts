import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own, for OpenTofu. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-tofu', vault: { port: 19_100 } };
