import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as ha } from '../../../deployments/ha';

/** `ha` under a name, ports and volumes of its own. */
export const deployment: DeploymentProps = {
  ...ha,
  name: 'e2e-ha',
  vault: { ...ha.vault, port: 19_000 },
};
