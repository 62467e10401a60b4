import { Problem } from '../common/problem';
import { dropRoles } from './drop-roles';
import { databaseMounts, readLeases } from './leases';
import { matchLeases, type Group } from './match-leases';
import { usersOf } from './users-of-leases';
import { vaultMadeRoles, type PostgresServer, type VaultMadeRole } from './vault-made-roles';
import type { VaultClient } from './vault-client';

/** A lease follows its user's name within the second, and the name's own second is cut off. */
const leaseFollowsWithinMs = 2000;

/** Vault gives up on a request after so long: no lease comes later. */
const longestRequestMs = 90_000;

/** A role so young may be one whose lease is just being written. */
const inFlightMs = 10_000;

export interface OrphanProps {
  readonly root: VaultClient;
  readonly postgres: PostgresServer;
  /** Mounts whose leases count for nothing, since they are to end. @default none */
  readonly withoutMounts?: readonly string[];
}

/** What PostgreSQL and Vault do not agree on. */
export interface Orphans {
  /** Roles that Vault made and that no lease belongs to. */
  readonly names: readonly string[];
  /** Further ones, each of them one of the roles named, of which others are in use. */
  readonly hidden: { readonly count: number; readonly among: readonly string[] };
  readonly leasesWithoutUser: number;
  /** Roles without a lease that are so young that theirs may come. */
  readonly inFlight: number;
}

/** Finds the roles that Vault made and knows no more: nobody would ever drop them. Changes nothing. */
export async function findOrphans(props: OrphanProps): Promise<Orphans> {
  let groups = await compare(props, leaseFollowsWithinMs);
  // A lease that seems to have no user may have come late: then its user is no orphan.
  if (hasBothLeft(groups)) groups = await compare(props, longestRequestMs);
  const without = groups.filter(({ leases }) => leases.length === 0).flatMap(({ roles }) => roles);
  const mixed = groups.filter(({ leases, rolesLeft }) => leases.length > 0 && rolesLeft > 0);
  const young = mixed.map((group) => Math.min(group.rolesLeft, group.roles.filter(isInFlight).length));
  return {
    names: without.filter((role) => !isInFlight(role)).map(({ name }) => name),
    hidden: {
      count: sum(mixed.map(({ rolesLeft }) => rolesLeft)) - sum(young),
      among: mixed.flatMap(({ roles }) => roles.map(({ name }) => name)),
    },
    leasesWithoutUser: sum(groups.map(({ leasesLeft }) => leasesLeft)),
    inFlight: without.filter(isInFlight).length + sum(young),
  };
}

/**
 * Drops the orphans, whatever they own, and proves that they are gone. Where an orphan cannot be told by time from
 * roles that are in use, it is told by their leases: nobody in use is ever dropped.
 *
 * @returns the names of those it dropped
 */
export async function dropOrphans(props: OrphanProps): Promise<string[]> {
  const groups = (await compare(props, longestRequestMs)).filter(({ rolesLeft }) => rolesLeft > 0);
  const orphans = new Set<string>();
  for (const { roles, leases } of groups) {
    const inUse = await usersOf(props.root, props.postgres, roles, leases);
    for (const role of roles) if (!inUse.has(role.name) && !isInFlight(role)) orphans.add(role.name);
  }
  if (orphans.size === 0) return [];
  await dropRoles(props.postgres, [...orphans]);
  const left = (await vaultMadeRoles(props.postgres)).filter(({ name }) => orphans.has(name));
  if (left.length === 0) return [...orphans];
  throw new Problem({
    what: 'PostgreSQL did not drop roles',
    where: props.postgres.container,
    why: `still there: ${left.map(({ name }) => name).join(', ')}`,
    next: "look at PostgreSQL's log, with docker logs",
  });
}

async function compare(
  { root, postgres, withoutMounts = [] }: OrphanProps,
  withinMs: number,
): Promise<Group[]> {
  const before = await vaultMadeRoles(postgres);
  const readAtMs = Date.now();
  const mounts = (await databaseMounts(root)).filter((mount) => !withoutMounts.includes(mount));
  const leases = await readLeases(root, mounts);
  const isLeft = ({ rolesLeft }: Group) => rolesLeft > 0;
  // Their users were not there yet when the roles were read.
  const known = leases.filter(({ issuedAtMs }) => issuedAtMs <= readAtMs);
  const groups = matchLeases(before, known, withinMs);
  if (!groups.some(isLeft)) return groups;
  // One whose lease ended in between is gone by now: Vault drops the user first.
  const after = new Set((await vaultMadeRoles(postgres)).map(({ name }) => name));
  return matchLeases(
    before.filter(({ name }) => after.has(name)),
    known,
    withinMs,
  );
}

function hasBothLeft(groups: readonly Group[]): boolean {
  return groups.some(({ rolesLeft }) => rolesLeft > 0) && groups.some(({ leasesLeft }) => leasesLeft > 0);
}

function isInFlight({ madeAtMs }: VaultMadeRole): boolean {
  return Date.now() - madeAtMs < inFlightMs;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
