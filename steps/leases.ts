import { sideBySide } from '../common/side-by-side';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/** Vault answers so many side by side; more only wait. */
export const requestsAtOnce = 16;

/** What Vault tells of a lease of a database user: not the user's name. */
export interface Lease {
  readonly id: string;
  readonly issuedAtMs: number;
  readonly endsAtMs: number;
}

/** How many leases Vault ended, and how many it could not. */
export interface EndedLeases {
  readonly ended: number;
  readonly left: number;
}

/** Where database secrets engines are mounted, without the slash at the end. */
export async function databaseMounts(root: VaultClient): Promise<string[]> {
  const mounts = Object.entries(dataOf((await root.read('sys/mounts')) ?? {}));
  return mounts
    .filter(([, mount]) => (mount as { type: string }).type === 'database')
    .map(([path]) => path.replace(/\/$/, ''));
}

/** The ids of all leases of the mounts' users, of roles that are declared no more too. */
export async function leaseIds(root: VaultClient, mounts: readonly string[]): Promise<string[]> {
  const ids = await Promise.all(
    mounts.map(async (mount) => {
      const roles = await root.list(`sys/leases/lookup/${mount}/creds`);
      return sideBySide(roles, requestsAtOnce, async (role) => {
        const path = `${mount}/creds/${role}`;
        return (await root.list(`sys/leases/lookup/${path}`)).map((id) => `${path}${id}`);
      });
    }),
  );
  return ids.flat(2);
}

/** All leases of the mounts' users. */
export async function readLeases(root: VaultClient, mounts: readonly string[]): Promise<Lease[]> {
  const leases = await sideBySide(await leaseIds(root, mounts), requestsAtOnce, (id) => readLease(root, id));
  return leases.filter((lease) => lease !== undefined);
}

/** Undefined where it has ended. */
export async function readLease(root: VaultClient, id: string): Promise<Lease | undefined> {
  const answer = await unlessRefused(root.write('sys/leases/lookup', { lease_id: id }));
  if (answer === undefined) return undefined;
  const lease = dataOf(answer);
  return {
    id,
    issuedAtMs: Date.parse(String(lease['issue_time'])),
    endsAtMs: Date.parse(String(lease['expire_time'])),
  };
}

/**
 * Ends all leases of the mounts' users, each in a request of its own: Vault gives up on a request after 90 seconds,
 * and one for all of them would be in vain for some ten thousand.
 *
 * @param how `by force` ends a lease also where its user cannot be dropped: who does that looks after the user
 */
export async function endLeases(
  root: VaultClient,
  mounts: readonly string[],
  how: 'with their users' | 'by force',
  report: (detail: string) => void,
): Promise<EndedLeases> {
  const ids = await leaseIds(root, mounts);
  let ended = 0;
  let left = 0;
  await sideBySide(ids, requestsAtOnce, async (id) => {
    const request =
      how === 'by force'
        ? root.write(`sys/leases/revoke-force/${id}`)
        : root.write('sys/leases/revoke', { lease_id: id, sync: true });
    if ((await unlessRefused(request)) === undefined) left += 1;
    else ended += 1;
    report(`${ended} of ${ids.length} leases ended`);
  });
  return { ended, left };
}

/** Undefined where Vault says that it cannot work on the lease, or that there is none. */
async function unlessRefused<T>(request: Promise<T>): Promise<T | undefined> {
  return request.catch((error: unknown) => {
    if (error instanceof VaultRequestProblem && error.statusCode === 400) return undefined;
    throw error;
  });
}
