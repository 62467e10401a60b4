import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` with credentials that last for seconds, and a PostgreSQL that the tests reach from this machine. */
export const deployment: DeploymentProps = {
  ...local,
  name: 'e2e-app',
  vault: { port: 18_400 },
  postgres: { publishedPort: 18_401 },
  roles: {
    'db-app': {
      connection: 'my-postgres-database',
      creationSql: 'sql/tests/sixty-connections.sql',
      defaultTtlSeconds: 10,
      maxTtlSeconds: 30,
    },
  },
  application: { tokenTtlSeconds: 20, tokenMaxTtlSeconds: 7200 },
};
