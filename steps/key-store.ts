import { existsSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { Problem, exitCodes } from '../common/problem';
import { parseJson } from '../common/parse-json';
import { makeSecretFolder, readSecretFile, removeSecretFile, writeSecretFile } from '../common/secret-file';
import { writeAndReadBack } from '../common/write-and-read-back';
import { HeldShares } from './held-shares';

const initialKeys = z.object({
  shares: z.array(z.string().min(1)).min(1),
  threshold: z.int().min(1),
  /** Only until the identities that take its place work. */
  rootToken: z.string().min(1).optional(),
});

/** What Vault says once, at its initialization, and never again. */
export type InitialKeys = z.infer<typeof initialKeys>;

/** More than 255 shares take. */
const testBytes = 65_536;

/** The secrets a deployment keeps on this machine: files of mode 0600 in a folder of mode 0700. */
export class KeyStore {
  /** Shares that people hold, in the place of those in clear. */
  readonly held: HeldShares;

  constructor(readonly folder: string) {
    this.held = new HeldShares(join(folder, 'shares'));
  }

  /** @throws Problem where the folder cannot hold a file of the size of the keys */
  proveWritable(): void {
    makeSecretFolder(this.folder);
    const file = join(this.folder, 'write-test');
    try {
      writeAndReadBack(file, `${'0'.repeat(testBytes)}\n`);
    } finally {
      removeSecretFile(file);
    }
  }

  get keysFile(): string {
    return join(this.folder, 'vault-keys.json');
  }

  /** Whether there are shares: in clear, or encrypted to people who hold them. */
  get hasKeys(): boolean {
    return this.hasClearKeys || this.held.exist;
  }

  get hasClearKeys(): boolean {
    return existsSync(this.keysFile);
  }

  /** Where the shares are. */
  get place(): string {
    return this.held.exist ? this.held.folder : this.keysFile;
  }

  /** @throws Problem where keys are stored already: they are never overwritten */
  saveKeys(keys: InitialKeys): void {
    if (this.hasKeys) throw keysExist(this.place);
    writeKeys(this.keysFile, keys);
  }

  /** @throws Problem where there are none, or the file is damaged */
  readKeys(): InitialKeys {
    const text = readSecretFile(this.keysFile);
    if (text === undefined) {
      throw new Problem({
        what: "This deployment's key shares are not on this machine",
        where: this.keysFile,
        next: 'bring the file back from where it is kept, or npx dbvault recover keys with shares that people hold',
      });
    }
    const keys = parseKeys(text);
    if (keys !== undefined) return keys;
    throw new Problem({
      what: 'The key store is damaged',
      where: this.keysFile,
      next: 'bring the file back from a copy, or npx dbvault recover keys with shares that people hold',
      exitCode: exitCodes.refused,
    });
  }

  /** Forgets the root token, which is ended, and keeps the shares. */
  dropRootToken(): void {
    const { shares, threshold } = this.readKeys();
    writeKeys(this.keysFile, { shares, threshold });
  }

  /** Which Vault the keys opened; undefined until they did so for the first time. */
  get clusterId(): string | undefined {
    return readSecretFile(this.clusterFile);
  }

  saveClusterId(id: string): void {
    writeSecretFile(this.clusterFile, `${id}\n`);
  }

  /**
   * Moves the whole store aside, under the name of the Vault that its keys belong to.
   *
   * @returns where it is now
   */
  archive(now = new Date()): string {
    const target = this.archiveFolder(now);
    makeSecretFolder(dirname(target));
    renameSync(this.folder, target);
    return target;
  }

  /**
   * Copies the keys aside as they are, damaged or not.
   *
   * @returns where the copy is; undefined where there are none
   */
  archiveKeys(now = new Date()): string | undefined {
    const text = readSecretFile(this.keysFile);
    if (text === undefined) return undefined;
    const target = join(this.archiveFolder(now), basename(this.keysFile));
    writeAndReadBack(target, `${text}\n`);
    return target;
  }

  get appTokenFile(): string {
    return join(this.folder, 'app-token');
  }

  saveAppToken(token: string): void {
    writeSecretFile(this.appTokenFile, `${token}\n`);
  }

  dropAppToken(): void {
    removeSecretFile(this.appTokenFile);
  }

  /** Undefined where none was made yet. */
  readAppToken(): string | undefined {
    return readSecretFile(this.appTokenFile);
  }

  private archiveFolder(now: Date): string {
    const time = now.toISOString().replaceAll(/[:.]/g, '-');
    return join(`${this.folder}-archive`, `${this.clusterId ?? 'unknown-vault'}-${time}`);
  }

  private get clusterFile(): string {
    return join(this.folder, 'vault-cluster-id');
  }
}

/** @returns the refusal to initialize over keys that exist */
export function keysExist(file: string): Problem {
  return new Problem({
    what: 'Vault is not initialized, but there are key shares of a Vault that was',
    where: file,
    why: "they may be all that opens another volume's data",
    next: 'bring that volume back; where it is lost, npx dbvault recover vault-volume keeps these keys aside and begins anew',
    exitCode: exitCodes.refused,
  });
}

/** Undefined where the text is no key store, or only a part of one. */
export function parseKeys(text: string | undefined): InitialKeys | undefined {
  return initialKeys.safeParse(parseJson(text ?? '')).data;
}

export function writeKeys(file: string, keys: InitialKeys): void {
  writeAndReadBack(file, `${JSON.stringify(keys, null, 2)}\n`);
}
