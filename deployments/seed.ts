import type { DeploymentProps } from '../constructs/deployment';

/** The reference flow's own names and values: Vault logs in as the superuser, on loopback ports 8200 and 5432. */
export const deployment: DeploymentProps = {
  name: 'seed',
  vault: { containerName: 'vault', port: 8200, storage: 'file' },
  postgres: { containerName: 'postgres', publishedPort: 5432, image: 'postgres:14' },
  // As the flow by hand has it: plain HTTP on loopback, and logins in clear on the deployment's network.
  tls: 'off',
  waivers: [
    {
      rule: 'tls',
      reason: 'repeats the flow by hand, which speaks plain HTTP on loopback',
      until: '2029-12-31',
    },
  ],
  application: 'token',
  connections: {
    'my-postgres-database': { username: 'postgres' },
  },
  roles: {
    'db-app': {
      connection: 'my-postgres-database',
      creationSql: 'sql/readonly.sql',
      defaultTtlSeconds: 3600,
      maxTtlSeconds: 86_400,
    },
  },
};
