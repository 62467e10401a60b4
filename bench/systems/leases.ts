import { setTimeout as sleep } from 'node:timers/promises';
import { usersThere } from './postgres';
import { NoAnswer } from '../../steps/vault-transport';
import type { Vault } from './vault';

const limitSeconds = 900;

/** Ends all leases of a path, and waits until PostgreSQL has none of their users any more. */
export async function revokeAll(operator: Vault, path: string, mark: string): Promise<void> {
  await untilItIsTaken(() => operator.put(`sys/leases/revoke-prefix/${path}`));
  await untilNobodyIsLeft(mark);
}

/** Vault goes through all leases before it answers, which for thousands takes longer than a request may. */
async function untilItIsTaken(attempt: () => Promise<unknown>): Promise<void> {
  for (const deadline = Date.now() + limitSeconds * 1000; ;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!(error instanceof NoAnswer) || Date.now() > deadline) throw error;
    }
  }
}

/** Waits until PostgreSQL has no user of a role any more. @param onCount told of each count */
export async function untilNobodyIsLeft(
  mark: string,
  onCount: (left: number) => void = () => undefined,
): Promise<void> {
  const deadline = Date.now() + limitSeconds * 1000;
  for (;;) {
    const left = await usersThere(mark);
    onCount(left);
    if (left === 0) return;
    if (Date.now() > deadline)
      throw new Error(`${left} users are left in PostgreSQL after ${limitSeconds} s`);
    await sleep(250);
  }
}

/** How many leases Vault lists under a path. */
export async function leasesThere(operator: Vault, path: string): Promise<number> {
  const { statusCode, body } = await operator.ask('GET', `sys/leases/lookup/${path}?list=true`);
  if (statusCode === 404) return 0;
  return (body['data'] as { keys: string[] }).keys.length;
}
