import type { DeploymentProps } from '../../../constructs/deployment';

const ca = process.env['E2E_EXTERNAL_CA'] ?? 'README.md';

/** A Vault and two PostgreSQL servers that the test runs itself, by the addresses that it gives them. */
export const deployment: DeploymentProps = {
  name: 'e2e-external',
  vault: { address: 'https://172.31.92.10:8200', caFile: ca },
  connections: {
    orders: { host: '172.31.92.11', database: 'orders', username: 'vault_orders', caFile: ca },
    stock: { host: '172.31.92.12', database: 'stock', username: 'vault_stock', caFile: ca },
  },
  roles: {
    'orders-app': { connection: 'orders', creationSql: 'sql/readonly.sql' },
    'stock-app': { connection: 'stock', creationSql: 'sql/readonly.sql' },
  },
  policies: { app: 'policies/many/app.hcl' },
};
