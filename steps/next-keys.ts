import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { readSecretFile, removeSecretFile } from '../common/secret-file';
import { keysExist, parseKeys, writeKeys, type InitialKeys, type KeyStore } from './key-store';

/**
 * A key set on its way into the key store. It is on the disk before Vault counts it, and takes the old one's place
 * when Vault does; a run that is killed in between leaves both, and Vault tells the next run which of them counts.
 */
export class NextKeys {
  constructor(private readonly store: KeyStore) {}

  get file(): string {
    return join(this.store.folder, 'vault-keys.next.json');
  }

  /** Undefined where there is none, or one that was never written in full, so that Vault never counted it. */
  read(): InitialKeys | undefined {
    return parseKeys(readSecretFile(this.file));
  }

  /**
   * @returns what stands on the disk now
   * @throws Problem where one is there already: it may be the one that counts
   */
  save(keys: InitialKeys): InitialKeys {
    if (existsSync(this.file)) throw keysExist(this.file);
    writeKeys(this.file, keys);
    return this.read() ?? keys;
  }

  /** Only where Vault has been seen to count another set. */
  discard(): void {
    removeSecretFile(this.file);
  }

  /**
   * Puts it in the old set's place.
   *
   * @returns where the old set is kept; undefined where there was none
   */
  take(): string | undefined {
    const kept = this.store.archiveKeys();
    renameSync(this.file, this.store.keysFile);
    return kept;
  }
}
