import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from './e2e-tofu';
export const deployment: DeploymentProps = { ...local, roles: {...local.roles, 'second': { connection: 'my-postgres-database', creationSql: 'sql/readonly.sql' } } };
