import { parseJson } from '../common/parse-json';
import type { FoundPostgres } from '../common/found/postgres';
import { sqlName, sqlText } from '../common/quote-sql';
import { defaultGrantsSql, grantsSql } from './postgres-grants';
import { runAsSuperuser } from './postgres-session';
import type { PostgresServer } from './vault-made-roles';

type ServerPart = 'roles' | 'memberships' | 'settings' | 'hba';
type Readers<Part extends keyof FoundPostgres> = {
  readonly [Each in Part]: () => Promise<FoundPostgres[Each]>;
};

/**
 * Reads what can be changed by hand, part by part: one that cannot be read leaves the others. Changes nothing.
 *
 * @param settings those to read; those of `ALTER SYSTEM` are read anyway
 */
export function postgresReaders(server: PostgresServer, settings: readonly string[]): Readers<ServerPart> {
  const rows = rowsIn(server);
  return {
    roles: () => rows(rolesSql),
    memberships: () => rows(membershipsSql),
    settings: () => rows(settingsSql(settings)),
    hba: () => rows(hbaSql),
  };
}

/**
 * The same of one database.
 *
 * @param group of those who may read it
 * @param watched roles whose rights are read
 */
export function databaseReaders(
  database: PostgresServer,
  group: string,
  watched: readonly string[],
): Readers<Exclude<keyof FoundPostgres, ServerPart>> {
  const rows = rowsIn(database);
  const groupId = idOf(group);
  return {
    grants: () => rows(grantsSql(watched)),
    defaultGrants: () => rows(defaultGrantsSql),
    unreadable: async () => {
      const [found] = await rows<FoundPostgres['unreadable']>(unreadableSql(database.superuser, groupId));
      return found ?? { schema: false, tables: { count: 0, names: [] } };
    },
    definers: async () => (await rows<{ name: string }>(definersSql(groupId))).map(({ name }) => name),
  };
}

function rowsIn({ container, superuser, database }: PostgresServer): <T>(sql: string) => Promise<T[]> {
  return async <T>(sql: string) => {
    const lines = await runAsSuperuser(container, superuser, database, [
      `SELECT to_jsonb(found) FROM (${sql}) found`,
    ]);
    return lines.map((line) => parseJson(line) as T);
  };
}

/** A password is looked at for how it is kept, and never shown. */
const rolesSql = `SELECT rolname AS name,
    array_remove(ARRAY[
      CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
      CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END,
      CASE WHEN rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN rolcanlogin THEN 'LOGIN' END
    ], NULL) AS attributes,
    CASE WHEN rolpassword IS NULL THEN 'none' WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram-sha-256'
      WHEN rolpassword LIKE 'md5%' THEN 'md5' ELSE 'another' END AS password,
    ARRAY(SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = pg_authid.oid) AS settings
  FROM pg_authid WHERE rolname NOT LIKE 'pg\\_%' ORDER BY 1`;

/** What PostgreSQL's own groups are to each other is left out. */
const membershipsSql = `SELECT member.rolname AS member, grouped.rolname AS "group", bool_or(admin_option) AS "isAdmin"
  FROM pg_auth_members JOIN pg_roles member ON member.oid = member JOIN pg_roles grouped ON grouped.oid = roleid
  WHERE member.rolname NOT LIKE 'pg\\_%' GROUP BY 1, 2 ORDER BY 1, 2`;

/** Null where there is no such role. */
function idOf(role: string): string {
  return `to_regrole(${sqlText(sqlName(role))})`;
}

/** Of tables that the superuser made in \`public\`. */
function unreadableSql(superuser: string, groupId: string): string {
  return `SELECT coalesce(NOT has_schema_privilege(${groupId}, 'public', 'USAGE'), false) AS "schema",
      jsonb_build_object('count', count(name), 'names', coalesce(to_jsonb((array_agg(name ORDER BY name))[1:5]), '[]')) AS "tables"
    FROM (SELECT relname AS name FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
      AND rolname = ${sqlText(superuser)} AND NOT has_table_privilege(${groupId}, pg_class.oid, 'SELECT')) tables`;
}

/** Not those that an extension brought. */
const definersSql = (groupId: string) => `SELECT pg_proc.oid::regprocedure::text AS name
  FROM pg_proc JOIN pg_roles ON pg_roles.oid = proowner
  WHERE prosecdef AND (rolsuper OR rolcreaterole) AND pronamespace <> 'pg_catalog'::regnamespace
    AND has_function_privilege(${groupId}, pg_proc.oid, 'EXECUTE')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
  ORDER BY 1`;

function settingsSql(names: readonly string[]): string {
  return `SELECT name, setting AS value, coalesce(sourcefile LIKE '%/postgresql.auto.conf', false) AS "isBySystem"
    FROM pg_settings WHERE name IN (${names.map(sqlText).join(', ')}) OR sourcefile LIKE '%/postgresql.auto.conf'
    ORDER BY 1`;
}

const hbaSql = `SELECT coalesce(type, 'unreadable') AS type, coalesce(database, '{}') AS databases,
    coalesce(user_name, '{}') AS users, address, coalesce(auth_method, error) AS method
  FROM pg_hba_file_rules ORDER BY line_number`;
