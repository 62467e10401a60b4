import type { DeploymentProps } from '../../constructs/deployment';

/** `deployments/local.ts` on a port of its own, so that measuring never meets a deployment that is up. */
export const deployment: DeploymentProps = {
  name: 'bench',
  vault: { port: 18_312, storage: process.env['BENCH_STORAGE'] === 'file' ? 'file' : 'raft' },
  connections: {
    'my-postgres-database': {},
  },
  roles: {
    'db-app': { connection: 'my-postgres-database', creationSql: 'sql/readonly.sql' },
  },
};
