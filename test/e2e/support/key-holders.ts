import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decrypt, generateKey, readMessage, type PrivateKey } from 'openpgp';
import { inProject } from '../../../common/project';

/** Somebody who holds a key share: the private key stays in the test. */
export interface KeyHolder {
  readonly fingerprint: string;
  readonly privateKey: PrivateKey;
}

/** Makes a person for each file, and puts the public key there: in binary where the name says so. */
export async function makeKeyHolders(files: readonly string[]): Promise<KeyHolder[]> {
  return Promise.all(
    files.map(async (file) => {
      const { publicKey, privateKey } = await generateKey({ userIDs: [{ name: file }], format: 'object' });
      mkdirSync(dirname(inProject(file)), { recursive: true });
      writeFileSync(inProject(file), file.endsWith('.gpg') ? publicKey.write() : publicKey.armor());
      return { fingerprint: publicKey.getFingerprint().toUpperCase(), privateKey };
    }),
  );
}

/** Files of the holders' shares, in their order. */
export function shareFilesIn(keyStore: string): string[] {
  const folder = join(keyStore, 'shares');
  const names = readdirSync(folder).filter((name) => name.endsWith('.asc'));
  return names.sort().map((name) => join(folder, name));
}

/** @returns the share in hexadecimal, as Vault encrypts it */
async function decryptShare(armoredMessage: string, holder: KeyHolder): Promise<string> {
  const message = await readMessage({ armoredMessage });
  return (await decrypt({ message, decryptionKeys: holder.privateKey })).data as string;
}

/** Every share in clear, as its holder has it. */
export async function decryptShares(keyStore: string, holders: readonly KeyHolder[]): Promise<string[]> {
  const texts = shareFilesIn(keyStore).map((file) => readFileSync(file, 'utf8'));
  return Promise.all(holders.map((holder, index) => decryptShare(texts[index] ?? '', holder)));
}
