import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own: its certificates are tried, renewed and replaced. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-tls', vault: { port: 18_270 } };
