import type { FoundHbaRule } from '../../../common/found/postgres';
import { readonlyGroup } from '../../../constructs/names';
import { covers } from '../../meaning/sql/covers';
import { effectsOf } from '../../meaning/sql/effects';
import { everybody, users, type Privilege, type Target } from '../../meaning/sql/privilege';
import { statementsOf } from '../../meaning/sql/statement';

/** What a PostgreSQL is to have: by bootstrap.sql and database.sql, by what its container is started with, and by the roles' SQL. */
export interface DeclaredPostgres {
  readonly superuser: string;
  /** That which is always there. */
  readonly serverDatabase: string;
  /** Of each connection. */
  readonly logins: readonly DeclaredLogin[];
  readonly settings: Readonly<Record<string, string>>;
  /** Undefined where the image's own file is left as it is. */
  readonly hba: readonly FoundHbaRule[] | undefined;
  readonly users: DeclaredUsers;
}

/** Vault's own login to a database; the superuser itself, where Vault logs in as that. */
export interface DeclaredLogin {
  readonly admin: string;
  readonly database: string;
  /** Of those who may read it. */
  readonly group: string;
}

/** One database of it, and what the users have that Vault makes there. */
export type DeclaredDatabase = DeclaredPostgres & DeclaredLogin;

/** What the roles' SQL gives the users that Vault makes. */
export interface DeclaredUsers {
  readonly privileges: readonly Privilege[];
  /** Whether there are statements that nobody can judge, so that users may have more. */
  readonly isOpaque: boolean;
}

/** Holds what users left behind that were dropped; `sql/revoke.sql` makes it. */
export const leftBehind = 'app_left_behind';

/** Await `loadSqlParser()` first. */
export function declaredUsers(creationSql: readonly string[]): DeclaredUsers {
  const effects = creationSql.map((sql) =>
    effectsOf([{ attribute: 'creation_statements', statements: statementsOf([sql]) }]),
  );
  return {
    privileges: effects.flatMap(({ ledger }) => ledger.given.map(({ privilege }) => privilege)),
    isOpaque: effects.some(({ opaque }) => opaque.length > 0),
  };
}

/** Whether Vault made a role, by the form of its names: who asked, the role, 20 characters, the second. */
export function isOfVault(name: string): boolean {
  return /^v-.*-[A-Za-z0-9]{20}-\d{10}$/.test(name);
}

/** What database.sql leaves everybody, and gives the group of short-lived users and Vault's login. */
function prepared({ database, group, logins, serverDatabase }: DeclaredDatabase): readonly Privilege[] {
  const right = (to: string, right: string, target: Target) => ({ to, right, target, passOn: false });
  const admins = logins.filter((login) => login.database === database).map(({ admin }) => admin);
  return [
    right(everybody, 'CONNECT', { type: 'database', name: serverDatabase }),
    ...[group, ...admins].map((role) => right(role, 'CONNECT', { type: 'database', name: database })),
    right(everybody, 'USAGE', { type: 'schema', name: 'public' }),
    right(everybody, 'USAGE', { type: 'schema', name: 'information_schema' }),
    right(everybody, 'SELECT', { type: 'table', schema: 'information_schema' }),
    right(group, 'USAGE', { type: 'schema', name: 'public' }),
    right(group, 'SELECT', { type: 'table', schema: 'public' }),
  ];
}

/**
 * Whether a right is declared.
 *
 * @param grantee a role, or `PUBLIC`
 * @param right as PostgreSQL names it, with `*` where others may be given it
 */
export function isDeclared(
  declared: DeclaredPostgres | DeclaredDatabase,
  grantee: string,
  right: string,
  target: Target,
): boolean {
  const { privileges, isOpaque } = declared.users;
  const isUser = isOfVault(grantee);
  if (isUser && isOpaque) return true;
  const found = {
    to: isUser ? users : grantee,
    right: right.replace('*', ''),
    target,
    passOn: right.endsWith('*'),
  };
  const byDatabase = 'database' in declared ? prepared(declared) : [];
  return [...byDatabase, ...privileges].some((privilege) => covers(privilege, found));
}

/** Of all databases; that of the server is made at the first start, whoever uses it. */
export function groupsOf({ logins }: DeclaredPostgres): string[] {
  return [...new Set([readonlyGroup, ...logins.map(({ group }) => group)])];
}

/** Those whose rights are watched in each database: a group, or a login, has none in another one's. */
export function watchedIn(declared: DeclaredPostgres): string[] {
  return [...groupsOf(declared), ...declared.logins.map(({ admin }) => admin)];
}

export function isAdmin({ logins }: DeclaredPostgres, name: string): boolean {
  return logins.some(({ admin }) => admin === name);
}
