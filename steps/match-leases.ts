import type { Lease } from './leases';
import type { VaultMadeRole } from './vault-made-roles';

/** Roles and leases of about the same time, of which any could belong to any. */
export interface Group {
  readonly roles: readonly VaultMadeRole[];
  readonly leases: readonly Lease[];
  /** How many roles have no lease, whichever these are. */
  readonly rolesLeft: number;
  /** How many leases have no role. */
  readonly leasesLeft: number;
}

interface Event {
  readonly atMs: number;
  readonly role?: VaultMadeRole;
  readonly lease?: Lease;
}

/**
 * Puts roles and leases together by time, since Vault does not tell a lease's user: a lease comes right after the
 * name of its user. Where several were made at the same time, a group tells how many are left over, not which.
 *
 * @param withinMs how long after its user's name, which has whole seconds, a lease may come
 */
export function matchLeases(
  roles: readonly VaultMadeRole[],
  leases: readonly Lease[],
  withinMs: number,
): Group[] {
  const events: Event[] = [
    ...roles.map((role) => ({ atMs: role.madeAtMs, role })),
    ...leases.map((lease) => ({ atMs: lease.issuedAtMs, lease })),
  ].sort((one, other) => one.atMs - other.atMs);
  const groups: Event[][] = [];
  let openUntilMs = 0;
  for (const event of events) {
    const group = groups.at(-1);
    if (group !== undefined && event.atMs < openUntilMs) group.push(event);
    else groups.push([event]);
    if (event.role !== undefined) openUntilMs = event.atMs + withinMs;
  }
  return groups.map((group) => toGroup(group, withinMs));
}

function toGroup(events: readonly Event[], withinMs: number): Group {
  const roles = events.flatMap(({ role }) => role ?? []);
  const leases = events.flatMap(({ lease }) => lease ?? []);
  const pairs = countPairs(roles, leases, withinMs);
  return { roles, leases, rolesLeft: roles.length - pairs, leasesLeft: leases.length - pairs };
}

/** As many pairs as there can be; both in the order of time. */
function countPairs(roles: readonly VaultMadeRole[], leases: readonly Lease[], withinMs: number): number {
  let pairs = 0;
  let next = 0;
  for (const { madeAtMs } of roles) {
    while ((leases[next]?.issuedAtMs ?? Infinity) < madeAtMs) next += 1;
    if ((leases[next]?.issuedAtMs ?? Infinity) >= madeAtMs + withinMs) continue;
    pairs += 1;
    next += 1;
  }
  return pairs;
}
