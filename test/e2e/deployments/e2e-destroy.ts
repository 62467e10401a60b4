import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own, to be taken down in every way. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-destroy', vault: { port: 18_210 } };
