/** The users that a role makes: whoever Vault names `{{name}}`. */
export const users = '{{name}}';
export const everybody = 'PUBLIC';
/** The login that runs the statements. */
export const vaultLogin = 'CURRENT_USER';

/** What a right is about. */
export interface Target {
  /** Such as `table`; `role` for the membership of one, `login` for what a login may do of itself. */
  readonly type: string;
  /** Undefined where the name stands in none, or in one that only the database tells. */
  readonly schema?: string | undefined;
  /** Undefined for all of them. */
  readonly name?: string | undefined;
  readonly column?: string | undefined;
  /** Whose tables and such that are made later; empty for those of the login that runs the statements. */
  readonly laterBy?: string | undefined;
}

/** One thing that a statement lets somebody do. */
export interface Privilege {
  /** `users`, `everybody`, `vaultLogin`, or a role by its name. */
  readonly to: string;
  /** Such as `SELECT`, `MEMBER`, `SUPERUSER`. */
  readonly right: string;
  readonly target: Target;
  /** Whether others may be given it: a right of its own, beside the plain one. */
  readonly passOn: boolean;
  /** Of what can be counted, such as sessions. */
  readonly count?: number | undefined;
}

/** What logins may do of themselves. */
export const loginTarget: Target = { type: 'login' };

/** All rights of a kind of object. MAINTAIN, from PostgreSQL 17 on one of a table's, is left out: `ALL` means the same up to 16. */
export const allRights: Readonly<Record<string, readonly string[]>> = {
  table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'],
  column: ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'],
  sequence: ['USAGE', 'SELECT', 'UPDATE'],
  database: ['CREATE', 'CONNECT', 'TEMPORARY'],
  schema: ['CREATE', 'USAGE'],
  function: ['EXECUTE'],
  procedure: ['EXECUTE'],
  routine: ['EXECUTE'],
  tablespace: ['CREATE'],
  'large object': ['SELECT', 'UPDATE'],
  parameter: ['SET', 'ALTER SYSTEM'],
};

export function keyOf({ to, right, target, passOn, count }: Privilege): string {
  const { type, schema, name, column, laterBy } = target;
  return JSON.stringify([to, right, type, schema, name, column, laterBy, passOn, String(count)]);
}
