import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** Never comes up: something is always in its way. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-refused', vault: { port: 38_200 } };
