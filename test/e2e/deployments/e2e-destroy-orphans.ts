import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own, for users that Vault knows no more. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-destroy-orphans', vault: { port: 18_211 } };
