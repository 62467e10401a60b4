import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-policies', vault: { port: 18_235 } };
