import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { poolClassOf } from './pg';
import type { VaultCredentials } from './vault-credentials';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** TypeORM's options for PostgreSQL, but for who logs in. */
export type RotatingOptions = Omit<
  PostgresOptions,
  'type' | 'driver' | 'nativeDriver' | 'username' | 'password' | 'url' | 'replication'
>;

/** Options of a `DataSource`, or of `TypeOrmModule`, whose connections have the users of `credentials`. */
export function typeOrmOptions(credentials: VaultCredentials, options: RotatingOptions): PostgresOptions {
  const driver: unknown = Object.create(pg, {
    Pool: { value: poolClassOf(credentials) },
    // TypeORM would prefer pg-native where it is installed, which has pools of its own.
    native: { value: undefined },
  });
  return { ...options, type: 'postgres', driver };
}
