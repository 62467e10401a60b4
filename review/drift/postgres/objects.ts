import { sqlName } from '../../../common/quote-sql';

/** Objects of a schema that are alike. */
export interface Objects {
  readonly kind: string;
  readonly schema: string | null;
  /** The first of them. */
  readonly names: readonly string[];
  readonly count: number;
}

/** PostgreSQL writes a function's name as SQL needs it, and a large object's is a number. */
const asTheyAre = ['function', 'large object'];

/** `table public.orders`, `7 tables of public, such as orders`. */
export function objectsInWords({ kind, schema, names, count }: Objects): string {
  const [first = ''] = names;
  if (count === 1)
    return `${kind} ${schema === null || asTheyAre.includes(kind) ? '' : `${schema}.`}${first}`;
  const place = schema === null ? '' : ` of ${schema}`;
  return `${count} ${kind}s${place}, such as ${first}`;
}

/** Takes rights back; of more objects than are named, from all of their schema. */
export function revokeSql(privileges: readonly string[], objects: Objects, grantee: string): string {
  const { kind, schema, names, count } = objects;
  const rights = privileges.map((right) => right.replace('*', '')).join(', ');
  const from = `FROM ${grantee === 'PUBLIC' ? grantee : sqlName(grantee)}`;
  if (count > names.length && schema !== null && kind !== 'column')
    return `REVOKE ${rights} ON ALL ${kind.toUpperCase()}S IN SCHEMA ${sqlName(schema)} ${from}`;
  if (kind === 'column') {
    const [name = ''] = names;
    const dot = name.lastIndexOf('.');
    const column = `(${sqlName(name.slice(dot + 1))})`;
    const table = `${sqlName(schema ?? '')}.${sqlName(name.slice(0, dot))}`;
    return `REVOKE ${privileges.map((right) => `${right.replace('*', '')} ${column}`).join(', ')} ON ${table} ${from}`;
  }
  const all = names.map((name) =>
    asTheyAre.includes(kind) ? name : `${schema === null ? '' : `${sqlName(schema)}.`}${sqlName(name)}`,
  );
  return `REVOKE ${rights} ON ${kind.toUpperCase()} ${all.join(', ')} ${from}`;
}

export function granteeIn(grantee: string): string {
  return grantee === 'PUBLIC' ? 'everybody' : grantee;
}
