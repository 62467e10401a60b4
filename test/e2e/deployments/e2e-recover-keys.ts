import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** Loses key shares, its root token and its key store. */
export const deployment: DeploymentProps = {
  ...local,
  name: 'e2e-recover-keys',
  vault: { port: 18_231 },
};
