import { keysExist, type KeyStore } from './key-store';
import type { VaultClient } from './vault-client';

export interface InitializeProps {
  readonly keyShares: number;
  readonly keyThreshold: number;
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
  props: InitializeProps,
): Promise<boolean> {
  const status = await vault.sealStatus();
  if (status.initialized) return false;
  if (store.hasKeys) throw keysExist(store.keysFile);
  store.proveWritable();
  const answer = await vault.write('sys/init', {
    secret_shares: props.keyShares,
    secret_threshold: props.keyThreshold,
  });
  store.saveKeys({
    shares: answer['keys_base64'] as string[],
    threshold: props.keyThreshold,
    rootToken: String(answer['root_token']),
  });
  return true;
}
