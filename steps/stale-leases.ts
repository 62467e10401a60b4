import { Problem } from '../common/problem';
import { sideBySide } from '../common/side-by-side';
import { databaseMounts, leaseIds, readLease, requestsAtOnce } from './leases';
import { renew, secondsLeft } from './users-of-leases';
import { VaultRequestProblem, type VaultClient } from './vault-client';

/**
 * Ends the leases whose PostgreSQL user is gone, or whose time is over: Vault would try to drop those users again and
 * again. Which ones these are, a renewal tells, for no longer than they have anyway.
 *
 * @returns how many it ended
 */
export async function revokeStaleLeases(root: VaultClient): Promise<number> {
  const ids = await leaseIds(root, await databaseMounts(root));
  const isStale = await sideBySide(ids, requestsAtOnce, (id) => hasNoUser(root, id));
  const stale = ids.filter((_, index) => isStale[index]);
  await sideBySide(stale, requestsAtOnce, (id) => end(root, id));
  const left = new Set(await leaseIds(root, await databaseMounts(root)));
  const stillThere = stale.filter((id) => left.has(id));
  if (stillThere.length === 0) return stale.length;
  throw new Problem({
    what: `Vault did not end ${stillThere.length} leases`,
    where: root.address,
    next: "look at Vault's log, with docker logs; then run the same command again",
  });
}

async function hasNoUser(root: VaultClient, id: string): Promise<boolean> {
  const lease = await readLease(root, id);
  if (lease === undefined) return false;
  const seconds = secondsLeft(lease);
  return seconds <= 0 || (await renew(root, id, seconds)) === 'has no user';
}

async function end(root: VaultClient, id: string): Promise<void> {
  try {
    await root.write('sys/leases/revoke', { lease_id: id, sync: true });
  } catch (error) {
    if (!(error instanceof VaultRequestProblem)) throw error;
    // A role's own SQL may fail where there is no user: then only the lease is left to be ended.
    await root.write(`sys/leases/revoke-force/${id}`);
  }
}
