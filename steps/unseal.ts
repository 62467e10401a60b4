import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, exitCodes, isRefused } from '../common/problem';
import { sharesRefused } from './ceremony';
import type { Journal } from './journal';
import { VaultRequestProblem, type VaultClient } from './vault-client';

const activeWithinMs = 30_000;
const pauseMs = 50;

/** A node that is taken in copies all that Vault keeps before it opens. */
export const joinsWithinMs = 120_000;

export type Serves = (vault: VaultClient) => Promise<void>;

/** For a node that need not serve by itself. */
export const openSuffices: Serves = () => Promise.resolve();

/**
 * Gives Vault shares until it opens, and waits until it serves requests.
 *
 * @param serves waits; one of several nodes may serve only when others are open too
 * @returns whether it was sealed
 * @throws Problem where Vault is not initialized, or the shares do not open it
 */
export async function unseal(
  vault: VaultClient,
  journal: Journal,
  shares: () => readonly string[],
  serves: Serves = untilActive,
): Promise<boolean> {
  const status = await vault.sealStatus();
  if (!status.initialized) {
    throw new Problem({
      what: 'Vault is not initialized',
      where: vault.address,
      next: 'npm run up initializes it',
    });
  }
  if (!status.sealed) return false;
  const enough = shares().slice(0, status.threshold);
  await journal.step('unseal', {}, async () => {
    await giveShares(vault, enough);
    await serves(vault);
  });
  return true;
}

/**
 * Opens Vault with the first of these sets of shares that it takes.
 *
 * @returns that set
 * @throws Problem where it takes none
 */
export async function unsealWithOneOf(
  vault: VaultClient,
  journal: Journal,
  sets: readonly (readonly string[])[],
  serves: Serves = untilActive,
): Promise<readonly string[]> {
  for (const shares of sets) {
    try {
      await unseal(vault, journal, () => shares, serves);
      return shares;
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  }
  throw sharesRefused(vault);
}

/** @throws Problem where they do not open it */
async function giveShares(vault: VaultClient, shares: readonly string[]): Promise<void> {
  // Whatever another, unfinished attempt gave counts for nothing.
  await vault.write('sys/unseal', { reset: true });
  if (!(await takesAll(vault, shares))) throw doNotOpen(vault);
  const deadline = Date.now() + joinsWithinMs;
  for (;;) {
    const { sealed, threshold } = await vault.sealStatus();
    if (!sealed) return;
    if (shares.length < threshold) throw doNotOpen(vault);
    // One that took enough and is sealed is being taken in by others.
    if (Date.now() > deadline) break;
    await sleep(pauseMs);
  }
  throw new Problem({
    what: 'Vault took the key shares and does not open',
    where: vault.address,
    why: `not within ${joinsWithinMs / 1000} s`,
    next: "look at Vault's log, with docker logs, correct the cause and run the same command again",
  });
}

function doNotOpen(vault: VaultClient): Problem {
  return new Problem({
    what: 'The key shares do not open this Vault',
    where: vault.address,
    why: 'they belong to another Vault, are damaged, or are too few',
    next: 'bring back the key store of the run that initialized this volume, or npx dbvault recover keys with shares that people hold',
    exitCode: exitCodes.refused,
  });
}

async function takesAll(vault: VaultClient, shares: readonly string[]): Promise<boolean> {
  try {
    for (const key of shares) await vault.write('sys/unseal', { key });
    return true;
  } catch (error) {
    if (error instanceof VaultRequestProblem && error.statusCode === 400) return false;
    throw error;
  }
}

/** An unsealed node becomes active a moment later, and nothing announces it; of several nodes one does. */
export async function untilActive(vault: VaultClient): Promise<void> {
  const deadline = Date.now() + activeWithinMs;
  for (;;) {
    await vault.serving();
    const health = await vault.read('sys/health');
    if (health?.['sealed'] === false && health['standby'] === false) return;
    if (Date.now() > deadline) {
      throw new Problem({
        what: 'Vault is unsealed but does not serve requests',
        where: vault.address,
        why: `not within ${activeWithinMs / 1000} s`,
        next: "look at Vault's log, with docker logs",
      });
    }
    await sleep(pauseMs);
  }
}
