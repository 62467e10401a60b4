import { Problem, exitCodes } from '../common/problem';
import type { Journal } from './journal';
import { keysExist, type KeyStore } from './key-store';
import type { VaultClient } from './vault-client';

export interface InitializeProps {
  readonly keyShares: number;
  readonly keyThreshold: number;
  /** Marks Vault's volume, and says with what. */
  readonly markVolume: () => Promise<string>;
}

/**
 * Initializes Vault once and keeps its key shares, before anything uses them.
 *
 * @returns whether it did so now; false where Vault was initialized already
 * @throws Problem where key shares of another Vault are in the way, or the key store cannot be written: then
 *   nothing was done
 */
export async function initialize(
  vault: VaultClient,
  store: KeyStore,
  journal: Journal,
  props: InitializeProps,
): Promise<boolean> {
  const status = await vault.sealStatus();
  if (status.initialized) return false;
  if (store.hasKeys) throw keysExist(store.keysFile);
  store.proveWritable();
  await journal.step('initialize', { volume: await props.markVolume() }, async () => {
    const answer = await vault.write('sys/init', {
      secret_shares: props.keyShares,
      secret_threshold: props.keyThreshold,
    });
    store.saveKeys({
      shares: answer['keys_base64'] as string[],
      threshold: props.keyThreshold,
      rootToken: String(answer['root_token']),
    });
  });
  return true;
}

/**
 * Whether the journal and the volume's mark prove that a Vault which is initialized and has no keys was initialized by a run of ours
 * that never got the answer, and that nothing came after: then there is nothing in it to lose.
 */
export function answerWasLost(journal: Journal, volume: string | undefined): boolean {
  const entries = journal.entries();
  const begun = entries.findLastIndex(({ step }) => step === 'initialize');
  const initialize = entries[begun];
  return (
    volume !== undefined &&
    initialize?.event === 'begun' &&
    initialize.facts['volume'] === volume &&
    // Containers are applied side by side; every other step needs an open Vault.
    entries.slice(begun + 1).every(({ step }) => step === 'apply containers')
  );
}

/** @returns the refusal to go on with a Vault that nobody here can open */
export function initializedNoKeys(address: string, file: string): Problem {
  return new Problem({
    what: 'Vault is initialized, but its keys are not here',
    where: address,
    why: `another machine or person initialized it, or the key store was lost: there is no ${file}`,
    next: 'bring that file back, or npx dbvault recover keys with shares that people hold; npx dbvault recover vault-volume gives up what this Vault holds',
    exitCode: exitCodes.refused,
  });
}
