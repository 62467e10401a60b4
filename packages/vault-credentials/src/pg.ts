import type { Pool, PoolConfig } from 'pg';
import { RotatingPool } from './rotating-pool';
import type { VaultCredentials } from './vault-credentials';

/** What `pg` takes for a pool, but for who logs in. */
export type RotatingPoolConfig = Omit<PoolConfig, 'user' | 'password' | 'connectionString' | 'Client'>;

/** A `pg.Pool` whose connections have the users of `credentials`, one after the other. */
export function createPool(credentials: VaultCredentials, config: RotatingPoolConfig): Pool {
  return new RotatingPool(credentials, config);
}

/** The class of these pools, for libraries that make their pools themselves. */
export function poolClassOf(credentials: VaultCredentials): new (config?: PoolConfig) => Pool {
  return class extends RotatingPool {
    constructor(config?: PoolConfig) {
      super(credentials, config);
    }
  };
}
