import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem, exitCodes } from '../../common/problem';
import { readSecretFile } from '../../common/secret-file';
import { parseKeys, type InitialKeys } from '../../steps/key-store';
import type { SnapshotArchive } from '../../steps/snapshot-archive';
import { shareSets } from '../../steps/share-sets';
import { opensSnapshot } from '../../steps/snapshot-seal';
import type { Session } from '../session';

/** Key shares that open a snapshot, and where they are. */
export interface FoundKeys {
  readonly keys: InitialKeys;
  readonly file: string;
  /** The application's token that lies beside them. */
  readonly appToken: string | undefined;
}

/** Whether the keys of the Vault of now, in the key store or held by people, are those that open a snapshot. */
export function keptKeysOpen(session: Session, archive: SnapshotArchive): boolean {
  const { store } = session;
  if (store.held.exist) return broughtThatOpen(session, archive) !== undefined;
  const kept = parseKeys(readSecretFile(store.keysFile));
  return kept !== undefined && opensSnapshot(kept, archive);
}

/**
 * Finds the keys that open a snapshot: in the file that was given, else in the key store or with the people who hold
 * them, else among the keys that were set aside.
 *
 * @throws Problem (exit code 3) where there are none
 */
export async function findKeys(
  session: Session,
  archive: SnapshotArchive,
  given: string | undefined,
): Promise<FoundKeys> {
  const { store, shares } = session;
  if (given === undefined && store.held.exist) {
    await shares.atLeast(store.held.read().threshold);
    const keys = broughtThatOpen(session, archive);
    if (keys !== undefined)
      return { keys, file: 'the shares that people gave', appToken: store.readAppToken() };
  }
  const files = given === undefined ? [store.keysFile, ...setAside(store.folder)] : [given];
  for (const file of files) {
    const keys = parseKeys(readSecretFile(file));
    if (keys === undefined || !opensSnapshot(keys, archive)) continue;
    return {
      keys,
      file,
      appToken: readSecretFile(join(dirname(file), 'app-token')),
    };
  }
  throw new Problem({
    what: 'Here are no key shares that open this backup',
    where: files.join(', '),
    why: 'it was taken from a Vault with other key shares; nothing was changed',
    next: 'npx dbvault restore <folder> --keys <file>, with the vault-keys.json that was kept elsewhere at that time',
    exitCode: exitCodes.refused,
  });
}

/** As many of the shares that people gave as open it. */
function broughtThatOpen({ store, shares }: Session, archive: SnapshotArchive): InitialKeys | undefined {
  const { threshold } = store.held.read();
  const sets = shareSets(shares.brought(), threshold).map((set) => ({ shares: set, threshold }));
  return sets.find((keys) => opensSnapshot(keys, archive));
}

/** The newest first: the names end with the time. */
function setAside(keyStore: string): string[] {
  const folder = `${keyStore}-archive`;
  if (!existsSync(folder)) return [];
  const timeOf = (name: string) => name.slice(-'2026-01-01T00-00-00-000Z'.length);
  const names = readdirSync(folder).sort((one, other) => timeOf(other).localeCompare(timeOf(one)));
  return names.map((name) => join(folder, name, 'vault-keys.json'));
}
