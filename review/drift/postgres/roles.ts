import type { FoundDefaultGrant, FoundMembership, FoundRole } from '../../../common/found/postgres';
import { sqlName } from '../../../common/quote-sql';
import { inWords } from '../../meaning/in-words';
import { none, worstOf, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { groupsOf, isOfVault, leftBehind, type DeclaredPostgres } from './declared';
import { isReadable } from './default-grants';
import { severityOfGroup } from './memberships';
import { compareAttributes, comparePassword, compareRoleSettings, weightOf } from './role-attributes';

const everything = ['SUPERUSER', 'CREATEROLE', 'CREATEDB', 'REPLICATION', 'BYPASSRLS', 'LOGIN'];

/** What else there is in PostgreSQL, as far as it could be read. */
export interface RoleContext {
  readonly memberships: readonly FoundMembership[];
  readonly defaultGrants: readonly FoundDefaultGrant[];
}

/** Roles that nobody declared, and those that may do more or less than declared. */
export function compareRoles(
  declared: DeclaredPostgres,
  found: readonly FoundRole[],
  context: RoleContext,
  ways: Ways,
): Difference[] {
  const expected = attributesOf(declared);
  const known = found.filter(({ name }) => expected.has(name) || isOfVault(name));
  const missing = [...expected.keys()].filter(
    (name) => isNeeded(name, declared) && !found.some((role) => role.name === name),
  );
  return [
    ...missing.map((name) => isMissing(name, declared, ways)),
    ...known.flatMap((role) => [
      ...compareAttributes(declared, role, expected.get(role.name), ways),
      ...comparePassword(declared, role, ways),
      ...compareRoleSettings(role, ways),
    ]),
    ...found
      .filter((role) => !known.includes(role) && !isOwner(role, groupsOf(declared), context))
      .map((role) => byHand(role, found, context, declared, ways)),
  ];
}

/** Whether a connection uses it. */
function isNeeded(name: string, { superuser, logins }: DeclaredPostgres): boolean {
  return name === superuser || logins.some(({ admin, group }) => admin === name || group === name);
}

/** By role: what it is to have. Those that Vault makes are not among them. */
function attributesOf(declared: DeclaredPostgres): ReadonlyMap<string, readonly string[]> {
  const { superuser, logins } = declared;
  return new Map<string, readonly string[]>([
    ...logins.map(({ admin }) => [admin, ['CREATEROLE', 'LOGIN']] as const),
    ...groupsOf(declared).map((group) => [group, []] as const),
    [leftBehind, []],
    [superuser, everything],
  ]);
}

/** A role that does nothing but own tables, which sql/readable-owner.sql was run for. */
function isOwner(
  { name, attributes }: FoundRole,
  groups: readonly string[],
  { defaultGrants }: RoleContext,
): boolean {
  return (
    attributes.length === 0 &&
    defaultGrants.some((grant) => grant.owner === name && isReadable(grant, groups))
  );
}

function byHand(
  { name, attributes, settings }: FoundRole,
  all: readonly FoundRole[],
  { memberships }: RoleContext,
  declared: DeclaredPostgres,
  ways: Ways,
): Difference {
  const groups = memberships.filter(({ member }) => member === name).map(({ group }) => group);
  const canLogIn = attributes.includes('LOGIN');
  return {
    severity: worstOf(
      [
        ...attributes.map(weightOf),
        ...(canLogIn ? groups.map((group) => severityOfGroup(group, all, declared)) : []),
      ],
      'low',
    ),
    what: `role ${name}`,
    declared: none,
    found: [
      attributes.length === 0 ? 'a role that cannot log in' : `a role with ${inWords(attributes)}`,
      ...(groups.length === 0 ? [] : [`member of ${inWords(groups)}`]),
      ...(settings.length === 0 ? [] : ['with settings of its own']),
    ].join(', '),
    next: ways.psql(`DROP ROLE ${sqlName(name)}`),
  };
}

function isMissing(name: string, { superuser, logins }: DeclaredPostgres, ways: Ways): Difference {
  const own = logins.filter(({ admin, group }) => admin === name || group === name);
  const [{ group: readonlyGroup, database } = { group: name, database: '' }] = own;
  const group = [
    `CREATE ROLE ${readonlyGroup} NOLOGIN`,
    `GRANT USAGE ON SCHEMA public TO ${readonlyGroup}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${readonlyGroup}`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${sqlName(superuser)} IN SCHEMA public GRANT SELECT ON TABLES TO ${readonlyGroup}`,
    ...own
      .filter(({ admin }) => admin !== superuser)
      .map(({ admin }) => `GRANT ${readonlyGroup} TO ${sqlName(admin)} WITH ADMIN OPTION`),
  ];
  const login = [
    `CREATE ROLE ${sqlName(name)} LOGIN CREATEROLE`,
    `GRANT pg_signal_backend TO ${sqlName(name)}`,
    `GRANT ${readonlyGroup} TO ${sqlName(name)} WITH ADMIN OPTION`,
  ];
  const isGroup = name === readonlyGroup;
  return {
    severity: 'high',
    what: `role ${name}`,
    declared: isGroup ? 'the group of short-lived users' : `a login to ${database}`,
    found: 'not there: nobody gets a credential',
    next: isGroup
      ? ways.inDatabase(database).psql(...group)
      : `${ways.psql(...login)}; ${ways.dbvault('recover connection')}`,
  };
}
