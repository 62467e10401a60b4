import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** Loses one thing after the other, and gets it back. */
export const deployment: DeploymentProps = { ...local, name: 'e2e-recover', vault: { port: 18_230 } };
