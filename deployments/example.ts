import type { DeploymentProps } from '../constructs/deployment';

/** For examples/nestjs-app: users that last for seconds, so that one sees them change. It runs beside `local`. */
export const deployment: DeploymentProps = {
  name: 'example',
  vault: { port: 8210 },
  postgres: { publishedPort: 5442 },
  connections: {
    'my-postgres-database': {},
  },
  roles: {
    'db-app': {
      connection: 'my-postgres-database',
      creationSql: 'sql/readonly.sql',
      defaultTtlSeconds: 10,
      maxTtlSeconds: 25,
    },
  },
};
