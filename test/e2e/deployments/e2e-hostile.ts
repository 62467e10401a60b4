import type { DeploymentProps } from '../../../constructs/deployment';
import { hostileDeployments } from '../../unit/constructs/hostile-deployments';

/** The row of the table that HOSTILE_ROW names: not every hostile value can be written into a file. */
export const deployment = hostileDeployments[Number(process.env['HOSTILE_ROW'])]?.props as DeploymentProps;
