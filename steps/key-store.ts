import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem, exitCodes } from '../common/problem';
import { makeSecretFolder, readSecretFile, removeSecretFile, writeSecretFile } from '../common/secret-file';

const initialKeys = z.object({
  shares: z.array(z.string().min(1)).min(1),
  threshold: z.int().min(1),
  rootToken: z.string().min(1),
});

/** What Vault says once, at its initialization, and never again. */
export type InitialKeys = z.infer<typeof initialKeys>;

/** The secrets a deployment keeps on this machine: files of mode 0600 in a folder of mode 0700. */
export class KeyStore {
  constructor(readonly folder: string) {}

  /** @throws Problem where the folder cannot hold a file */
  proveWritable(): void {
    makeSecretFolder(this.folder);
    const file = join(this.folder, 'write-test');
    writeSecretFile(file, 'write test\n');
    removeSecretFile(file);
  }

  get keysFile(): string {
    return join(this.folder, 'vault-keys.json');
  }

  get hasKeys(): boolean {
    return existsSync(this.keysFile);
  }

  /** @throws Problem where keys are stored already: they are never overwritten */
  saveKeys(keys: InitialKeys): void {
    if (this.hasKeys) throw keysExist(this.keysFile);
    writeSecretFile(this.keysFile, `${JSON.stringify(keys, null, 2)}\n`);
  }

  /** @throws Problem where there are none, or the file is damaged */
  readKeys(): InitialKeys {
    const text = readSecretFile(this.keysFile);
    if (text === undefined) {
      throw new Problem({
        what: "This deployment's key shares are not on this machine",
        where: this.keysFile,
        next: 'bring the file back from where it is kept, or run on the machine that initialized Vault',
      });
    }
    const keys = initialKeys.safeParse(parseJson(text));
    if (keys.success) return keys.data;
    throw new Problem({
      what: 'The key store is damaged',
      where: this.keysFile,
      next: 'bring the file back from a copy; without a threshold of shares Vault cannot be unsealed',
      exitCode: exitCodes.refused,
    });
  }

  get appTokenFile(): string {
    return join(this.folder, 'app-token');
  }

  saveAppToken(token: string): void {
    writeSecretFile(this.appTokenFile, `${token}\n`);
  }

  /** Undefined where none was made yet. */
  readAppToken(): string | undefined {
    return readSecretFile(this.appTokenFile);
  }
}

/** @returns the refusal to initialize over keys that exist */
export function keysExist(file: string): Problem {
  return new Problem({
    what: 'Vault is not initialized, but there are key shares of a Vault that was',
    where: file,
    why: "they may be all that opens another volume's data",
    next: 'move that file to a safe place if its Vault is really gone, then run again',
    exitCode: exitCodes.refused,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
