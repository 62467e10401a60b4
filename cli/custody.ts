import { relative } from 'node:path';
import { projectFolder } from '../common/project';
import { readSecretFile } from '../common/secret-file';
import type { HeldShares } from '../steps/held-shares';
import { parseKeys, type KeyStore } from '../steps/key-store';

/** Who has what it takes to open Vault, and what to think of it. */
export interface CustodyState {
  /** `people` where no one file opens Vault. */
  readonly custody: 'people' | 'one file';
  /** A few words. */
  readonly state: string;
  /** A plain sentence on what that is worth, where it is not much. */
  readonly warning?: string;
}

/** Undefined where there are no keys. */
export function custodyState(store: KeyStore): CustodyState | undefined {
  if (store.held.exist) {
    const { holders, threshold } = store.held.read();
    return { custody: 'people', state: `held by ${holders.length} people, ${threshold} open Vault` };
  }
  const count = parseKeys(readSecretFile(store.keysFile))?.shares.length;
  if (count === undefined) return undefined;
  if (count === 1) return { custody: 'one file', state: '1 share in one file' };
  return {
    custody: 'one file',
    state: `${count} shares in one file`,
    warning: `${count} shares in one folder are one share: whoever reads it opens Vault. keys.pgp in a new deployment has Vault encrypt each to another person`,
  };
}

/** Who holds which share, one a line; where they are in clear, that too few are here. */
export function holdersInWords({ held }: KeyStore): string {
  if (!held.exist) return 'too few are in the key store';
  const { holders, threshold } = held.read();
  const lines = holders.map(
    ({ fingerprint, publicKey }, index) => `  ${index + 1}  ${publicKey}  ${fingerprint}`,
  );
  return [`people hold them, and any ${threshold} open Vault:`, ...lines].join('\n');
}

/** The same for one who is asked; empty where there is nothing to decrypt. */
export function waysToDecrypt({ held }: KeyStore): string {
  return held.exist ? `gpg --decrypt ${fileInWords(held)} shows a holder the own share.\n` : '';
}

/** What its holders do. */
export function waysToGive({ held }: KeyStore): string {
  const anyhow =
    'the same command at a terminal asks for them; --shares <file> takes them from files, once for each';
  if (!held.exist) return anyhow;
  return [
    `each holder reads the own share with`,
    `    gpg --decrypt ${fileInWords(held)}`,
    `  Where only Vault is sealed, one after the other, each from the own account or machine:`,
    `    gpg --decrypt … | npx dbvault unseal --shares -`,
    `  Together: ${anyhow}`,
  ].join('\n');
}

function fileInWords({ folder }: HeldShares): string {
  return `${relative(projectFolder, folder)}/<number>-<fingerprint>.asc`;
}
