import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as policies } from './e2e-policies';

/** The same deployment after an edit of its role. */
export const deployment: DeploymentProps = {
  ...policies,
  roles: {
    'db-app': {
      connection: 'my-postgres-database',
      creationSql: 'sql/readonly.sql',
      maxTtlSeconds: 7200,
    },
  },
};
