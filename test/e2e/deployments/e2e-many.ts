import type { DeploymentProps } from '../../../constructs/deployment';

const databases = ['orders', 'billing', 'stock'];

/** What somebody edits, by name: the databases that there are then, and a TTL. */
const edits: Readonly<
  Record<string, { readonly databases?: readonly string[]; readonly stockTtl?: number }>
> = {
  'longer-ttl': { stockTtl: 1800 },
  added: { databases: [...databases, 'hr'] },
  removed: { databases: ['orders', 'billing'] },
  turned: { databases: [...databases].reverse() },
};

const edit = edits[process.env['E2E_MANY_EDIT'] ?? ''] ?? {};

const forEach = <Props>(props: (database: string) => readonly [string, Props]) =>
  Object.fromEntries((edit.databases ?? databases).map(props));

export const deployment: DeploymentProps = {
  name: 'e2e-many',
  vault: { port: 19_400 },
  policies: { app: 'policies/e2e/many-app.hcl' },
  connections: forEach((database) => [database, { database, username: `vault_${database}` }]),
  roles: forEach((database) => [
    `${database}-app`,
    {
      connection: database,
      creationSql: 'sql/readonly.sql',
      ...(database === 'stock' && edit.stockTtl !== undefined ? { defaultTtlSeconds: edit.stockTtl } : {}),
    },
  ]),
};
