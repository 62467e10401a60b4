import { isRefused, Problem } from '../common/problem';
import { cancel, hold, type Ceremony } from './ceremony';
import type { VaultClient } from './vault-client';

export interface RekeyCounts {
  readonly keyShares: number;
  readonly keyThreshold: number;
}

export interface RekeyProps extends RekeyCounts {
  /** Each set as many as open Vault; the first one that it takes is used. */
  readonly sets: readonly (readonly string[])[];
  /**
   * Puts the new shares where they outlive this process.
   *
   * @returns what is read back from there: these are shown to Vault
   */
  readonly keep: (shares: readonly string[]) => readonly string[];
}

/** Rekeying that counts only when the new shares were given back to Vault: until then the old ones open it. */
export function rekeying({ keyShares, keyThreshold }: RekeyCounts): Ceremony {
  const begin = { secret_shares: keyShares, secret_threshold: keyThreshold, require_verification: true };
  return { name: 'rekey', attempt: 'sys/rekey/init', update: 'sys/rekey/update', begin };
}

/** Has Vault make a new set of key shares. The old ones open it until the new ones are proven to be kept. */
export async function rekey(vault: VaultClient, props: RekeyProps): Promise<void> {
  const { answer } = await hold(vault, rekeying(props), props.sets);
  const kept = props.keep(answer['keys_base64'] as string[]);
  let isProven = false;
  for (const key of kept.slice(0, props.keyThreshold)) {
    const { complete } = await vault.write('sys/rekey/verify', { key, nonce: answer['verification_nonce'] });
    isProven = complete === true;
  }
  if (isProven) return;
  throw new Problem({
    what: 'Vault does not take the new key shares as they were stored',
    where: vault.address,
    next: 'run the same command again: the old shares open Vault still',
  });
}

/**
 * Which of these sets opens Vault: found out by a rekey that goes as far as its verification and is cancelled
 * there, so that nothing changes.
 *
 * @throws Problem where none does
 */
export async function sharesThatOpen(
  vault: VaultClient,
  props: Omit<RekeyProps, 'keep'>,
): Promise<readonly string[]> {
  const ceremony = rekeying(props);
  const { shares } = await hold(vault, ceremony, props.sets);
  await cancel(vault, ceremony);
  return shares;
}

/** Whether every one of these shares is one of this Vault's: each is tried, together with others. */
export async function eachOpens(
  vault: VaultClient,
  { shares, ...counts }: RekeyCounts & { readonly shares: readonly string[] },
): Promise<boolean> {
  try {
    for (let from = 0; from < shares.length; from += counts.keyThreshold) {
      const start = Math.min(from, shares.length - counts.keyThreshold);
      const sets = [shares.slice(start, start + counts.keyThreshold)];
      await sharesThatOpen(vault, { ...counts, sets });
    }
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}
