import { setTimeout as sleep } from 'node:timers/promises';
import type { SealStatus, VaultClient } from './vault-client';

const defaultWithinMs = 60_000;
const pauseMs = 50;

/**
 * Waits until Vault's API answers, sealed or not: nothing announces that a port is listening.
 *
 * @param withinMs @default 60000
 * @throws Problem with the last failure when it does not in time
 */
export async function waitForVault(vault: VaultClient, withinMs = defaultWithinMs): Promise<SealStatus> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await vault.sealStatus();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(pauseMs);
  }
}
