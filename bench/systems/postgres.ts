import { runAsSuperuser } from '../../steps/postgres-session';
import { deploymentName, serverDatabase } from './declared';

const container = `dbvault-${deploymentName}-postgres`;

/** Runs SQL as PostgreSQL's superuser and gives the lines of the answer. */
export async function asSuperuser(
  statements: readonly string[],
  database = serverDatabase,
): Promise<readonly string[]> {
  return runAsSuperuser(container, 'postgres', database, statements);
}

/** The one number that a query answers with. */
export async function numberOf(sql: string): Promise<number> {
  const [line] = await asSuperuser([sql]);
  return Number(line);
}

/** How many users of Vault's there are. @param mark what the users of one role have in their names */
export async function usersThere(mark = ''): Promise<number> {
  return numberOf(`SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-%${mark}%'`);
}
