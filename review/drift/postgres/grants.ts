import type { FoundGrant, FoundUnreadable } from '../../../common/found/postgres';
import { sqlName } from '../../../common/quote-sql';
import type { Severity } from '../../meaning/finding';
import { inWords } from '../../meaning/in-words';
import type { Target } from '../../meaning/sql/privilege';
import { none, worstOf, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { isDeclared, type DeclaredDatabase } from './declared';
import { granteeIn, objectsInWords, revokeSql, type Objects } from './objects';

/** Rights that change nothing by themselves. */
const weights: Readonly<Record<string, Severity>> = {
  CONNECT: 'medium',
  TEMPORARY: 'medium',
  REFERENCES: 'medium',
  USAGE: 'medium',
};

/** What everybody, the groups of short-lived users, Vault's logins and its users may do beyond what is declared. */
export function compareGrants(
  declared: DeclaredDatabase,
  found: readonly FoundGrant[],
  ways: Ways,
): Difference[] {
  const here = found.filter((grant) => isToldHere(declared, grant));
  return here.flatMap((grant) => undeclared(declared, grant).map((one) => beyond(grant.grantee, one, ways)));
}

/** Each database has them all in its list: another connection's is told of there, and nobody's once. */
function isToldHere({ database, logins }: DeclaredDatabase, { kind, names: [name] }: FoundGrant): boolean {
  if (kind !== 'database' || name === database) return true;
  return logins[0]?.database === database && !logins.some((login) => login.database === name);
}

interface Undeclared {
  readonly objects: Objects;
  readonly privileges: readonly string[];
}

/** Where some of the objects are declared, only the others are told. */
function undeclared(declared: DeclaredDatabase, grant: FoundGrant): Undeclared[] {
  const { grantee, privileges, kind, schema, names, count } = grant;
  const left = (target: Target) =>
    privileges.filter((right) => !isDeclared(declared, grantee, right, target));
  const inSchema = schema ?? undefined;
  if (count > names.length) {
    const ofAll = left({ type: kind, schema: inSchema });
    return ofAll.length === 0 ? [] : [{ objects: { kind, schema, names, count }, privileges: ofAll }];
  }
  const groups = new Map<string, Undeclared>();
  for (const name of names) {
    const rights = left(targetOf(kind, inSchema, name));
    if (rights.length === 0) continue;
    const known = groups.get(rights.join())?.objects.names ?? [];
    const objects = { kind, schema, names: [...known, name], count: known.length + 1 };
    groups.set(rights.join(), { objects, privileges: rights });
  }
  return [...groups.values()];
}

/** A column's name stands behind its table's. */
function targetOf(kind: string, schema: string | undefined, name: string): Target {
  if (kind !== 'column') return { type: kind, schema, name };
  const dot = name.lastIndexOf('.');
  return { type: 'table', schema, name: name.slice(0, dot), column: name.slice(dot + 1) };
}

function beyond(grantee: string, { objects, privileges }: Undeclared, ways: Ways): Difference {
  return {
    severity: worstOf(
      privileges.map((right) => weights[right] ?? 'high'),
      'medium',
    ),
    what: `rights of ${granteeIn(grantee)} on ${objectsInWords(objects)}`,
    declared: none,
    found: inWords(privileges.map((right) => right.replace('*', ', and to give it to others'))),
    next: ways.psql(revokeSql(privileges, objects, grantee)),
  };
}

/** What short-lived users are declared to read, and cannot. */
export function compareUnreadable(
  { group }: DeclaredDatabase,
  { schema, tables }: FoundUnreadable,
  ways: Ways,
): Difference[] {
  const objects: Objects = { kind: 'table', schema: 'public', ...tables };
  return [
    ...(schema
      ? [
          {
            severity: 'high' as const,
            what: `rights of ${group} on schema public`,
            declared: 'USAGE',
            found: none,
            next: ways.psql(`GRANT USAGE ON SCHEMA public TO ${group}`),
          },
        ]
      : []),
    ...(tables.count > 0
      ? [
          {
            severity: 'low' as const,
            what: `rights of ${group} on ${objectsInWords(objects)}`,
            declared: 'SELECT',
            found: none,
            next: ways.psql(
              tables.count > tables.names.length
                ? `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${group}`
                : `GRANT SELECT ON ${tables.names.map((name) => `public.${sqlName(name)}`).join(', ')} TO ${group}`,
            ),
          },
        ]
      : []),
  ];
}

/** Functions by which short-lived users do what only a superuser, or Vault's login, may. */
export function compareDefiners(
  { group }: DeclaredDatabase,
  found: readonly string[],
  ways: Ways,
): Difference[] {
  if (found.length === 0) return [];
  return [
    {
      severity: 'high',
      what: 'functions that run as an administrator',
      declared: none,
      found: inWords(found),
      next: ways.psql(`REVOKE EXECUTE ON FUNCTION ${found.join(', ')} FROM PUBLIC, ${group}`),
    },
  ];
}
