import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

const role = { connection: 'my-postgres-database', creationSql: 'sql/readonly.sql' };

/** What somebody edits, by name. */
const edits: Readonly<Record<string, Partial<DeploymentProps>>> = {
  'longer-ttl': { roles: { 'db-app': { ...role, defaultTtlSeconds: 7200 } } },
  'another-role': { roles: { 'db-app': role, 'db-report': role } },
  'more-shares': { vault: { port: 18_320, keyShares: 6 } },
};

export const deployment: DeploymentProps = {
  ...local,
  name: 'e2e-plan',
  vault: { port: 18_320 },
  ...edits[process.env['E2E_PLAN_EDIT'] ?? ''],
};
