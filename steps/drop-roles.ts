import { sqlName, sqlText } from '../common/quote-sql';
import { runAsSuperuser } from './postgres-session';
import type { PostgresServer } from './vault-made-roles';

/** One transaction holds a lock for each of its roles, and PostgreSQL has some thousands. */
const rolesAtOnce = 100;
const sessionEndsWithinMs = 5000;

/**
 * Drops roles as the superuser, whatever they own: that goes to the superuser, so that no data is lost, and their
 * rights go with them. Ends their sessions first, and lets no new one in.
 */
export async function dropRoles(postgres: PostgresServer, names: readonly string[]): Promise<void> {
  for (let first = 0; first < names.length; first += rolesAtOnce) {
    await dropSome(postgres, names.slice(first, first + rolesAtOnce));
  }
}

async function dropSome(postgres: PostgresServer, names: readonly string[]): Promise<void> {
  const roles = names.map(sqlName).join(', ');
  const texts = names.map(sqlText).join(', ');
  const inDatabase = (database: string, statements: readonly string[]) =>
    runAsSuperuser(postgres.container, postgres.superuser, database, statements);
  await inDatabase(postgres.database, [
    ...names.map((name) => `ALTER ROLE ${sqlName(name)} NOLOGIN`),
    `SELECT pg_terminate_backend(pid, ${sessionEndsWithinMs}) FROM pg_stat_activity WHERE usename IN (${texts})`,
  ]);
  // As JSON: the name of a database may have lines.
  const databases = await inDatabase(postgres.database, [
    `SELECT DISTINCT to_json(datname::text)::text FROM pg_shdepend JOIN pg_database ON pg_database.oid = dbid
       WHERE refclassid = 'pg_authid'::regclass
         AND refobjid IN (SELECT oid FROM pg_roles WHERE rolname IN (${texts}))`,
  ]);
  // What a role owns in another database can only be given away there; what belongs to no database, anywhere.
  for (const database of new Set([...databases.map(fromJson), postgres.database])) {
    const giveAway = `REASSIGN OWNED BY ${roles} TO ${sqlName(postgres.superuser)}`;
    await inDatabase(database, [giveAway, `DROP OWNED BY ${roles}`]);
  }
  await inDatabase(postgres.database, [`DROP ROLE IF EXISTS ${roles}`]);
}

function fromJson(line: string): string {
  return JSON.parse(line) as string;
}
