import type { FoundMembership, FoundRole } from '../../../common/found/postgres';
import { sqlName } from '../../../common/quote-sql';
import type { Severity } from '../../meaning/finding';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import {
  groupsOf,
  isAdmin,
  isDeclared,
  isOfVault,
  leftBehind,
  type DeclaredLogin,
  type DeclaredPostgres,
} from './declared';

/** They read, write or run what they like on the server, so that they can be anybody. */
const openServer = ['pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'];

const signalling = 'pg_signal_backend';

function adminGroups({ group }: DeclaredLogin): readonly (readonly [group: string, isAdmin: boolean])[] {
  return [
    [group, true],
    [signalling, false],
  ];
}

/** Groups that declared roles, and users of Vault, are in beside those that are declared. */
export function compareMemberships(
  declared: DeclaredPostgres,
  found: readonly FoundMembership[],
  roles: readonly FoundRole[],
  ways: Ways,
): Difference[] {
  const known = [...declared.logins.map(({ admin }) => admin), ...groupsOf(declared), leftBehind];
  const ofKnown = found.filter(
    ({ member }) => member !== declared.superuser && (known.includes(member) || isOfVault(member)),
  );
  return [
    ...ofKnown
      .filter((membership) => !isExpected(declared, membership))
      .map(({ member, group, isAdmin }): Difference => ({
        severity: severityOfGroup(group, roles, declared),
        what: `groups of role ${member}`,
        declared: `not ${group}`,
        found: `${group}${isAdmin ? ', and it lets others in' : ''}`,
        next: ways.psql(`REVOKE ${sqlName(group)} FROM ${sqlName(member)}`),
      })),
    ...declared.logins
      .filter(({ admin }) => admin !== declared.superuser)
      .flatMap((login) => missing(login, found, ways)),
  ];
}

/** What it means to be in a group that nobody declared. */
export function severityOfGroup(
  group: string,
  roles: readonly FoundRole[],
  declared: DeclaredPostgres,
): Severity {
  const attributes = roles.find(({ name }) => name === group)?.attributes ?? [];
  const isAll = attributes.includes('SUPERUSER') || attributes.includes('CREATEROLE');
  return isAll || isAdmin(declared, group) || openServer.includes(group) ? 'critical' : 'high';
}

function isExpected(
  declared: DeclaredPostgres,
  { member, group, isAdmin: mayLetIn }: FoundMembership,
): boolean {
  const own = declared.logins.filter(({ admin }) => admin === member);
  if (own.length > 0) {
    const groups = own.flatMap((login) => adminGroups(login).map(([name]) => name));
    // From PostgreSQL 16 on, whoever makes a role is its administrator.
    return group === leftBehind || isOfVault(group) || groups.includes(group);
  }
  return isDeclared(declared, member, mayLetIn ? 'MEMBER*' : 'MEMBER', { type: 'role', name: group });
}

function missing(login: DeclaredLogin, found: readonly FoundMembership[], ways: Ways): Difference[] {
  const { admin } = login;
  return adminGroups(login)
    .filter(
      ([group, isAdmin]) =>
        !found.some((one) => one.member === admin && one.group === group && (one.isAdmin || !isAdmin)),
    )
    .map(([group, isAdmin]) => ({
      severity: 'high',
      what: `groups of role ${admin}`,
      declared: `${group}${isAdmin ? ', and it lets others in' : ''}`,
      found: none,
      next: ways.psql(`GRANT ${sqlName(group)} TO ${sqlName(admin)}${isAdmin ? ' WITH ADMIN OPTION' : ''}`),
    }));
}
