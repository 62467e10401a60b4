import type { FoundMembership, FoundRole } from '../../../common/found/postgres';
import { sqlName } from '../../../common/quote-sql';
import { readonlyGroup } from '../../../constructs/names';
import type { Severity } from '../../meaning/finding';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { isDeclared, isOfVault, leftBehind, type DeclaredPostgres } from './declared';

/** They read, write or run what they like on the server, so that they can be anybody. */
const openServer = ['pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'];

const adminGroups: readonly (readonly [group: string, isAdmin: boolean])[] = [
  [readonlyGroup, true],
  ['pg_signal_backend', false],
];

/** Groups that declared roles, and users of Vault, are in beside those that are declared. */
export function compareMemberships(
  declared: DeclaredPostgres,
  found: readonly FoundMembership[],
  roles: readonly FoundRole[],
  ways: Ways,
): Difference[] {
  const known = [declared.admin, readonlyGroup, leftBehind];
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
    ...missing(declared, found, ways),
  ];
}

/** What it means to be in a group that nobody declared. */
export function severityOfGroup(
  group: string,
  roles: readonly FoundRole[],
  { admin }: DeclaredPostgres,
): Severity {
  const attributes = roles.find(({ name }) => name === group)?.attributes ?? [];
  const isAll = attributes.includes('SUPERUSER') || attributes.includes('CREATEROLE');
  return isAll || group === admin || openServer.includes(group) ? 'critical' : 'high';
}

function isExpected(declared: DeclaredPostgres, { member, group, isAdmin }: FoundMembership): boolean {
  if (member === declared.admin)
    // From PostgreSQL 16 on, whoever makes a role is its administrator.
    return group === leftBehind || isOfVault(group) || adminGroups.some(([name]) => name === group);
  return isDeclared(declared, member, isAdmin ? 'MEMBER*' : 'MEMBER', { type: 'role', name: group });
}

function missing(
  { admin, superuser }: DeclaredPostgres,
  found: readonly FoundMembership[],
  ways: Ways,
): Difference[] {
  if (admin === superuser) return [];
  return adminGroups
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
