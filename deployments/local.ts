import type { DeploymentProps } from '../constructs/deployment';

/** The default: short-lived read-only users on a PostgreSQL whose superuser has no password. */
export const deployment: DeploymentProps = {
  name: 'local',
  connections: {
    'my-postgres-database': {},
  },
  roles: {
    'db-app': { connection: 'my-postgres-database', creationSql: 'sql/readonly.sql' },
  },
};
