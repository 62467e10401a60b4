import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own, for OpenTofu; its application may have a second role. */
export const deployment: DeploymentProps = {
  ...local,
  name: 'e2e-tofu',
  vault: { port: 19_100 },
  policies: { app: 'test/e2e/deployments/two-roles.hcl' },
};
