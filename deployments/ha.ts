import type { DeploymentProps } from '../constructs/deployment';

/** `local` with a Vault of three nodes: any one of them may be gone or sealed. It runs beside the others. */
export const deployment: DeploymentProps = {
  name: 'ha',
  // 8220, 8221 and 8222 on this machine.
  vault: { nodes: 3, port: 8220 },
  connections: {
    'my-postgres-database': {},
  },
  roles: {
    'db-app': { connection: 'my-postgres-database', creationSql: 'sql/readonly.sql' },
  },
};
