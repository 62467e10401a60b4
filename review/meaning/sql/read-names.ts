import type { DefElem, Node, RangeVar, RoleSpec } from 'libpg-query';
import { everybody, users, vaultLogin } from './privilege';
import { asWritten, usersName } from './vault-statements';

/** Who is meant by it, such as by `"{{name}}"`, `PUBLIC` or `CURRENT_USER`. */
export function subjectOf({ roletype, rolename = '' }: RoleSpec): string {
  if (roletype === 'ROLESPEC_PUBLIC') return everybody;
  if (roletype === 'ROLESPEC_CSTRING') return subjectNamed(rolename);
  return vaultLogin;
}

export function subjectNamed(name: string): string {
  return name === usersName ? users : asWritten(name);
}

export function subjectsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('RoleSpec' in node ? [subjectOf(node.RoleSpec)] : []));
}

export function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [asWritten(node.String.sval ?? '')] : []));
}

/** A name in its schema: of one without, PostgreSQL's own come first, and then what the search path says. */
export function qualified(
  { schemaname, relname = '' }: RangeVar,
  defaultSchema: string | undefined,
): { readonly schema: string | undefined; readonly name: string } {
  const schema = schemaname ?? (relname.startsWith('pg_') ? 'pg_catalog' : defaultSchema);
  return { schema: schema === undefined ? undefined : asWritten(schema), name: asWritten(relname) };
}

export function definitions(nodes: readonly Node[] | undefined): readonly DefElem[] {
  return (nodes ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
}

/** The list that an option of this name holds. */
export function listOf(nodes: readonly Node[] | undefined, name: string): readonly Node[] | undefined {
  const arg = definitions(nodes).find(({ defname }) => defname === name)?.arg;
  return arg !== undefined && 'List' in arg ? arg.List.items : undefined;
}
