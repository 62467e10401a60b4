import { readFileSync } from 'node:fs';
import { inProject } from '../common/project';
import { sqlName, sqlText } from '../common/quote-sql';
import { runAsSuperuser, runFileAsSuperuser } from './postgres-session';
import { giveFirstPassword, resetRootPassword, type ResetRootPasswordProps } from './reset-root-password';

export interface PrepareDatabaseProps extends ResetRootPasswordProps {
  /** That which is always there. */
  readonly serverDatabase: string;
  /** The group of those who may read the database. */
  readonly readonlyGroup: string;
}

/**
 * Makes a connection's database, its group and Vault's login where they are not there, as the superuser over the local
 * socket of PostgreSQL's container. A login that is there gets a new first password, since nobody knows the one that
 * Vault rotated.
 */
export async function prepareDatabase(props: PrepareDatabaseProps): Promise<void> {
  const { container, superuser, serverDatabase, database, username, readonlyGroup } = props;
  const onServer = (...statements: string[]) =>
    runAsSuperuser(container, superuser, serverDatabase, statements);
  const isThere = async (sql: string) => (await onServer(sql)).length > 0;
  if (!(await isThere(`SELECT 1 FROM pg_database WHERE datname = ${sqlText(database)}`))) {
    const name = sqlName(database);
    await onServer(`CREATE DATABASE ${name}`, `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  }
  const hasLogin = await isThere(`SELECT 1 FROM pg_roles WHERE rolname = ${sqlText(username)}`);
  if (!hasLogin) await onServer(`CREATE ROLE ${sqlName(username)} LOGIN CREATEROLE`);
  const variables = { group: readonlyGroup, ...(username === superuser ? {} : { admin: username }) };
  const sql = readFileSync(inProject('sql/database.sql'), 'utf8');
  await runFileAsSuperuser(container, superuser, database, sql, variables);
  // Last: that the first password works says that all of it is done.
  if (hasLogin) await resetRootPassword(props);
  else await giveFirstPassword(props);
}
