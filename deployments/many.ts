import type { DeploymentProps } from '../constructs/deployment';

/** Each with a user of Vault's, a stack and a role of its own. */
const databases = ['orders', 'billing', 'stock'];

const forEach = <Props>(props: (database: string) => readonly [string, Props]) =>
  Object.fromEntries(databases.map(props));

/** Several databases on one PostgreSQL: what is in a loop once is as long for ten of them. */
export const deployment: DeploymentProps = {
  name: 'many',
  vault: { port: 8202 },
  policies: { app: 'policies/many/app.hcl' },
  connections: forEach((database) => [database, { database, username: `vault_${database}` }]),
  roles: forEach((database) => [
    `${database}-app`,
    { connection: database, creationSql: 'sql/readonly.sql' },
  ]),
};
