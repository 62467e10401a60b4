import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../common/problem';
import { revokeSelf } from './identities';
import { VaultRequestProblem, type VaultClient } from './vault-client';

const restoredWithinMs = 300_000;
const pauseMs = 100;

/** Outlives the longest restore by little, should nothing come of it. */
const markerTtlSeconds = restoredWithinMs / 1000 + 60;

/**
 * Puts a snapshot in the place of all that Vault keeps, and waits until Vault has taken it. Vault answers before it
 * begins: a token that the snapshot cannot know tells when it is done, by being refused.
 *
 * @param keys `other` where the snapshot opens with other key shares than this Vault: it is sealed afterwards
 */
export async function restoreSnapshot(
  root: VaultClient,
  file: string,
  keys: 'same' | 'other',
): Promise<void> {
  const { auth } = await root.write('auth/token/create-orphan', {
    policies: ['default'],
    ttl: `${markerTtlSeconds}s`,
    display_name: 'restore',
  });
  const marker = root.as((auth as { client_token: string }).client_token);
  try {
    await root.upload(`sys/storage/raft/snapshot${keys === 'same' ? '' : '-force'}`, file);
  } catch (error) {
    await revokeSelf(marker);
    throw error;
  }
  const deadline = Date.now() + restoredWithinMs;
  while (!(await isUnknown(marker))) {
    if (Date.now() > deadline) throw tooLate(root.address);
    await sleep(pauseMs);
  }
}

/** Vault holds requests back while it restores, and refuses some just before and after: those tell nothing. */
async function isUnknown(marker: VaultClient): Promise<boolean> {
  try {
    await marker.read('auth/token/lookup-self');
    return false;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error instanceof VaultRequestProblem && error.statusCode === 403) return true;
  }
  return marker.sealStatus().then(
    ({ sealed }) => sealed,
    () => false,
  );
}

function tooLate(address: string): Problem {
  return new Problem({
    what: 'Vault did not take the snapshot',
    where: address,
    why: `not within ${restoredWithinMs / 1000} s`,
    next: "look at Vault's log, with docker logs; then run the same command again",
  });
}
