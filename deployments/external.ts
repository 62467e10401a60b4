import type { DeploymentProps } from '../constructs/deployment';

/** A Vault and a PostgreSQL that somebody else runs: docs/external.md. Put your own addresses and CAs in. */
export const deployment: DeploymentProps = {
  name: 'external',
  vault: { address: 'https://vault.example.com:8200' },
  connections: {
    orders: { host: 'postgres.example.com', database: 'orders', username: 'vault_orders' },
  },
  roles: {
    'db-app': { connection: 'orders', creationSql: 'sql/readonly.sql' },
  },
};
