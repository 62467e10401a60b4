import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import type { RotatingPoolConfig } from '../../../../packages/vault-credentials/src/pg';
import type { Flow } from '../reference-flow';

const name = 'fixed_password';

/** A pool of a user whose password never changes, to compare with. */
export async function fixedPool(flow: Flow, config: RotatingPoolConfig): Promise<Pool> {
  const password = randomBytes(12).toString('hex');
  await flow.superuser(
    `DROP ROLE IF EXISTS ${name}; CREATE ROLE ${name} LOGIN PASSWORD '${password}' IN ROLE app_readonly`,
  );
  return new Pool({ ...config, user: name, password });
}
