import { readFileSync } from 'node:fs';
import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

const { BROKEN: broken, MISPLACED_FILE: file } = process.env;
const canary = file === undefined ? '' : readFileSync(file, 'utf8');
const connection = 'my-postgres-database';

/** `local` under a name, port and volumes of its own, with one thing wrong where the environment says so. */
export const deployment = {
  ...local,
  name: 'e2e-leaks-failure',
  vault: { port: 18_292 },
  ...(broken === 'sql'
    ? { roles: { 'db-app': { connection, creationSql: 'sql/e2e-leaks-broken.sql' } } }
    : {}),
  ...(broken === 'policy'
    ? {
        policies: { 'db-admin': 'policies/db-admin.hcl', app: 'policies/e2e-leaks-broken.hcl' },
        waivers: [{ rule: 'policy-breadth', reason: 'Vault itself is to refuse it', until: '2029-12-31' }],
      }
    : {}),
  ...(broken === 'values'
    ? {
        password: canary,
        postgres: { password: canary },
        connections: {
          [connection]: { password: canary, url: `postgresql://user:${encodeURIComponent(canary)}@host` },
        },
      }
    : {}),
} as DeploymentProps;
