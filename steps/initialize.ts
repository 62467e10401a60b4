import { Problem, exitCodes } from '../common/problem';
import type { HolderKey } from './held-shares';
import type { Journal } from './journal';
import { keysExist, type KeyStore } from './key-store';
import type { VaultClient, VaultData } from './vault-client';

export interface InitializeProps {
  readonly keyShares: number;
  readonly keyThreshold: number;
  /** Whose share Vault encrypts to them, one each. @default none: the shares are kept in clear */
  readonly holders?: readonly HolderKey[] | undefined;
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
  if (store.hasKeys) throw keysExist(store.place);
  store.proveWritable();
  await journal.step('initialize', { volume: await props.markVolume() }, async () => {
    const answer = await vault.write('sys/init', {
      secret_shares: props.keyShares,
      secret_threshold: props.keyThreshold,
      ...encryption(props.holders),
    });
    const shares = answer['keys_base64'] as string[];
    const threshold = props.keyThreshold;
    if (props.holders !== undefined) await store.held.save(props.holders, shares, threshold);
    else store.saveKeys({ shares, threshold, rootToken: String(answer['root_token']) });
  });
  return true;
}

/**
 * The root token is encrypted too, and then kept nowhere: with it, the one who can read it would need nobody else. It
 * ends with the first root that people make.
 */
function encryption(holders: InitializeProps['holders']): VaultData {
  const [first] = holders ?? [];
  if (holders === undefined || first === undefined) return {};
  return { pgp_keys: holders.map(({ publicKey }) => publicKey), root_token_pgp_key: first.publicKey };
}

/** Containers are applied side by side with the initialization; every other step needs an open Vault. */
const withoutVault = ['apply containers', 'load certificates'];

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
    entries.slice(begun + 1).every(({ step }) => withoutVault.includes(step))
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
