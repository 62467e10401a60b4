import type { FoundHbaRule } from '../../../common/found/postgres';
import { readonlyGroup } from '../../../constructs/names';
import { covers } from '../../meaning/sql/covers';
import { effectsOf } from '../../meaning/sql/effects';
import { everybody, users, type Privilege, type Target } from '../../meaning/sql/privilege';
import { statementsOf } from '../../meaning/sql/statement';

/** What a PostgreSQL is to have: by bootstrap.sql, by what its container is started with, and by the roles' SQL. */
export interface DeclaredPostgres {
  readonly superuser: string;
  /** Vault's own login; the superuser itself, where Vault logs in as that. */
  readonly admin: string;
  readonly database: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Undefined where the image's own file is left as it is. */
  readonly hba: readonly FoundHbaRule[] | undefined;
  readonly users: DeclaredUsers;
}

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

/** What bootstrap.sql leaves everybody, and gives the group of short-lived users. */
function bootstrapped(database: string): readonly Privilege[] {
  const right = (to: string, right: string, target: Target) => ({ to, right, target, passOn: false });
  return [
    right(everybody, 'CONNECT', { type: 'database', name: database }),
    right(everybody, 'USAGE', { type: 'schema', name: 'public' }),
    right(everybody, 'USAGE', { type: 'schema', name: 'information_schema' }),
    right(everybody, 'SELECT', { type: 'table', schema: 'information_schema' }),
    right(readonlyGroup, 'USAGE', { type: 'schema', name: 'public' }),
    right(readonlyGroup, 'SELECT', { type: 'table', schema: 'public' }),
  ];
}

/**
 * Whether a right is declared.
 *
 * @param grantee a role, or `PUBLIC`
 * @param right as PostgreSQL names it, with `*` where others may be given it
 */
export function isDeclared(
  { database, users: { privileges, isOpaque } }: DeclaredPostgres,
  grantee: string,
  right: string,
  target: Target,
): boolean {
  const isUser = isOfVault(grantee);
  if (isUser && isOpaque) return true;
  const found = {
    to: isUser ? users : grantee,
    right: right.replace('*', ''),
    target,
    passOn: right.endsWith('*'),
  };
  return [...bootstrapped(database), ...privileges].some((privilege) => covers(privilege, found));
}
