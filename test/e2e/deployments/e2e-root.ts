import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name and port of its own, with a policy of the application that the test writes. */
export const deployment: DeploymentProps = {
  ...local,
  name: 'e2e-root',
  vault: { port: 18_240 },
  policies: { app: 'policies/e2e/root-app.hcl' },
};
