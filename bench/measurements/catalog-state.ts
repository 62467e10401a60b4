import { asSuperuser } from '../systems/postgres';

/** What users leave in PostgreSQL's catalog. */
export interface CatalogState {
  /** Of the table that they read: what who may do what with it takes. */
  readonly accessListBytes: number;
  /** Rows of users, memberships and dependencies that are gone and not cleared yet. */
  readonly deadRows: number;
  /** The size of those tables and of that of all tables, with their indexes. */
  readonly catalogBytes: number;
}

export const table = 'public.bench_items';

const catalogs = ['pg_authid', 'pg_auth_members', 'pg_shdepend', 'pg_class'];
const listed = catalogs.map((name) => `'${name}'`).join(', ');

const sql = `SELECT json_build_object(
  'accessListBytes', (SELECT coalesce(pg_column_size(relacl), 0) FROM pg_class WHERE oid = '${table}'::regclass),
  'deadRows', (SELECT sum(n_dead_tup) FROM pg_stat_all_tables WHERE schemaname = 'pg_catalog' AND relname IN (${listed})),
  'catalogBytes', (SELECT sum(pg_total_relation_size(oid)) FROM pg_class
    WHERE relnamespace = 'pg_catalog'::regnamespace AND relname IN (${listed})))`;

/** One table, which is the least that a GRANT on all tables can meet. */
export async function makeTable(database: string): Promise<void> {
  await asSuperuser([`DROP TABLE IF EXISTS ${table}`, `CREATE TABLE ${table} AS SELECT 42 AS id`], database);
}

/** Begins from a catalog that is as small as it can be. */
export async function clearCatalog(database: string): Promise<void> {
  await asSuperuser(
    catalogs.map((name) => `VACUUM FULL ${name}`),
    database,
  );
}

export async function catalogState(database: string): Promise<CatalogState> {
  const [line = ''] = await asSuperuser([sql.replaceAll('\n', ' ')], database);
  return JSON.parse(line) as CatalogState;
}
