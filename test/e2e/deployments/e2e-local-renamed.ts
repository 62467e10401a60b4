import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from './e2e-local';

/** `e2e-local` with its connection renamed. */
export const deployment: DeploymentProps = {
  ...local,
  connections: { renamed: {} },
  roles: { 'db-app': { connection: 'renamed', creationSql: 'sql/readonly.sql' } },
};
