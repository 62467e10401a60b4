import { docker } from '../outside';
import type { Flow } from '../reference-flow';
import type { Change } from './change';

/** Changes in PostgreSQL. */
export function changesInPostgres(flow: Flow): readonly Change[] {
  const { containerName } = flow.deployment.postgres;
  const sql =
    (...statements: string[]) =>
    async () => {
      for (const statement of statements) await flow.superuser(statement);
    };
  const orphan = `v-token-ap-db-app-${'x'.repeat(20)}-${Math.floor(Date.now() / 1000) - 3600}`;
  return [
    {
      title: "Vault's login as a superuser",
      make: sql('ALTER ROLE vault_admin SUPERUSER'),
      told: { system: 'PostgreSQL', severity: 'critical', what: 'role vault_admin' },
    },
    {
      title: 'a role that can log in',
      make: sql('CREATE ROLE by_hand LOGIN'),
      told: { system: 'PostgreSQL', severity: 'medium', what: 'role by_hand' },
    },
    {
      title: 'a role that can log in, and reads all',
      make: sql('CREATE ROLE reads_all LOGIN IN ROLE app_readonly'),
      told: { system: 'PostgreSQL', severity: 'high', what: 'role reads_all' },
    },
    {
      title: 'a user that Vault knows no more',
      make: sql(`CREATE ROLE "${orphan}" LOGIN CONNECTION LIMIT 20 IN ROLE app_readonly`),
      told: { system: 'PostgreSQL', severity: 'high', what: 'users that Vault knows no more' },
    },
    {
      title: 'a right to write a table',
      make: sql('CREATE TABLE orders AS SELECT 1 AS id', 'GRANT INSERT ON orders TO app_readonly'),
      told: { system: 'PostgreSQL', severity: 'high', what: 'rights of app_readonly on table public.orders' },
    },
    {
      title: 'a table that is declared readable, and is not',
      make: sql('CREATE TABLE hidden AS SELECT 1 AS id', 'REVOKE SELECT ON hidden FROM app_readonly'),
      told: { system: 'PostgreSQL', severity: 'low', what: 'rights of app_readonly on table public.hidden' },
    },
    {
      title: 'a right of everybody to make tables',
      make: sql('GRANT CREATE ON SCHEMA public TO PUBLIC'),
      told: { system: 'PostgreSQL', severity: 'high', what: 'rights of everybody on schema public' },
    },
    {
      title: 'a right of everybody to make temporary tables',
      make: sql('GRANT TEMPORARY ON DATABASE postgres TO PUBLIC'),
      told: { system: 'PostgreSQL', severity: 'medium', what: 'rights of everybody on database postgres' },
    },
    {
      title: 'a right of everybody to store data as large objects',
      make: sql('GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC'),
      told: {
        system: 'PostgreSQL',
        severity: 'high',
        what: 'rights of everybody on function lo_create(oid)',
      },
    },
    {
      title: "a right to read a column of PostgreSQL's own",
      make: sql('GRANT SELECT (rolpassword) ON pg_authid TO app_readonly'),
      told: {
        system: 'PostgreSQL',
        severity: 'high',
        what: 'rights of app_readonly on column pg_catalog.pg_authid.rolpassword',
      },
    },
    {
      title: "a group that reads the server's files",
      make: sql('GRANT pg_read_server_files TO app_readonly'),
      told: { system: 'PostgreSQL', severity: 'critical', what: 'groups of role app_readonly' },
    },
    {
      title: 'rights on tables that are made later',
      make: sql('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT UPDATE ON TABLES TO app_readonly'),
      told: {
        system: 'PostgreSQL',
        severity: 'high',
        what: 'rights of app_readonly on later tables of postgres in public',
      },
    },
    {
      title: 'a function that runs as the superuser',
      make: sql(`CREATE FUNCTION by_hand() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`),
      told: { system: 'PostgreSQL', severity: 'high', what: 'functions that run as an administrator' },
    },
    {
      title: 'a password of the superuser',
      make: sql(`ALTER ROLE postgres PASSWORD 'by-hand'`),
      told: { system: 'PostgreSQL', severity: 'high', what: 'password of postgres' },
    },
    {
      title: 'settings of a role',
      make: sql(`ALTER ROLE vault_admin SET search_path = elsewhere`),
      told: { system: 'PostgreSQL', severity: 'medium', what: 'settings of role vault_admin' },
    },
    {
      title: "a log of everybody's statements",
      make: sql('ALTER SYSTEM SET log_statement = "all"', 'SELECT pg_reload_conf()'),
      told: { system: 'PostgreSQL', severity: 'medium', what: 'setting log_statement' },
    },
    {
      title: 'a line that lets everybody in',
      make: () =>
        docker('exec', containerName, 'sh', '-c', 'echo host all all all trust >> /dbvault/tls/pg_hba.conf'),
      told: { system: 'PostgreSQL', severity: 'critical', what: 'pg_hba.conf' },
    },
  ];
}
