import { sideBySide } from '../common/side-by-side';
import { readLease, requestsAtOnce, type Lease } from './leases';
import { VaultRequestProblem, type VaultClient } from './vault-client';
import { vaultMadeRoles, type PostgresServer, type VaultMadeRole } from './vault-made-roles';

/** Far enough to be seen, and no application notices. */
const movedBySeconds = 5;

type Answer = 'renewed' | 'has no user' | 'not told';

/**
 * Which of these roles are the leases' users. Vault does not tell, but a renewal moves until when a user's password
 * is taken: each lease is made to end seconds earlier, those are in use whose time has moved, and then the leases
 * get their own time back.
 *
 * @returns all of the roles where not every lease told its user: then any may be in use
 */
export async function usersOf(
  root: VaultClient,
  postgres: PostgresServer,
  roles: readonly VaultMadeRole[],
  leases: readonly Lease[],
): Promise<ReadonlySet<string>> {
  if (leases.length === 0) return new Set();
  const all = new Set(roles.map(({ name }) => name));
  const validUntil = async () => {
    const found = (await vaultMadeRoles(postgres)).filter(({ name }) => all.has(name));
    return new Map(found.map((role) => [role.name, role.validUntil]));
  };
  const before = await validUntil();
  const answers = await sideBySide(leases, requestsAtOnce, ({ id }) => moveEnd(root, id));
  const after = await validUntil();
  await sideBySide(answers, requestsAtOnce, ({ giveBack }) => giveBack());

  const moved = [...before].filter(([name, until]) => after.get(name) !== until).map(([name]) => name);
  const renewed = answers.filter(({ answer }) => answer === 'renewed').length;
  const allTold = answers.every(({ answer }) => answer !== 'not told');
  return allTold && moved.length === renewed ? new Set(moved) : all;
}

async function moveEnd(
  root: VaultClient,
  id: string,
): Promise<{ readonly answer: Answer; readonly giveBack: () => Promise<unknown> }> {
  // Read just now: somebody may have renewed it since it was listed.
  const lease = await readLease(root, id);
  const increment = lease === undefined ? 0 : secondsLeft(lease) - movedBySeconds;
  // Vault takes 0 for the whole time anew.
  if (lease === undefined || increment <= 0) return { answer: 'not told', giveBack: nothing };
  const answer = await renew(root, id, increment);
  return { answer, giveBack: answer === 'renewed' ? () => renew(root, id, secondsLeft(lease)) : nothing };
}

/** Makes a lease end after so many seconds; its user's password with it. */
export async function renew(root: VaultClient, id: string, increment: number): Promise<Answer> {
  try {
    await root.write('sys/leases/renew', { lease_id: id, increment });
    return 'renewed';
  } catch (error) {
    if (!(error instanceof VaultRequestProblem)) throw error;
    return error.isUserGone ? 'has no user' : 'not told';
  }
}

export function secondsLeft({ endsAtMs }: Lease): number {
  return Math.ceil((endsAtMs - Date.now()) / 1000);
}

const nothing = async () => Promise.resolve();
