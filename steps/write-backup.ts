import { join } from 'node:path';
import { sha256Of } from '../common/sha256-of';
import { writeSecretFile } from '../common/secret-file';
import { makeWholeFolder } from '../common/whole-folder';
import { holdsNot, manifestFile, type Manifest } from './backup-manifest';
import { databaseMounts, leaseIds } from './leases';
import { readSnapshot, type SnapshotArchive } from './snapshot-archive';
import type { VaultClient } from './vault-client';

export interface WriteBackupProps {
  /** May take a snapshot. */
  readonly taker: VaultClient;
  /** May list leases. */
  readonly reader: VaultClient;
  /** Must not be there, or be empty. */
  readonly folder: string;
  readonly deployment: string;
  /** Undefined where PostgreSQL does not run. */
  readonly systemIdentifier: string | undefined;
  /** What stands beside the snapshot: no secrets. Undefined for a file that is not there. */
  readonly texts: Readonly<Record<string, string | undefined>>;
}

/**
 * Takes a snapshot of all that Vault keeps, reads it to its end, and writes it down with what it is of: whole or not
 * at all. It is encrypted as Vault's own storage is.
 */
export async function writeBackup(
  props: WriteBackupProps,
): Promise<{ readonly manifest: Manifest; readonly archive: SnapshotArchive }> {
  const { taker, reader, folder, deployment, systemIdentifier } = props;
  const { shares, threshold, clusterId, version } = await reader.sealStatus();
  const leases = await leaseIds(reader, await databaseMounts(reader));
  return makeWholeFolder(folder, async (unfinished) => {
    const snapshot = join(unfinished, 'vault.raft-snapshot');
    await taker.download('sys/storage/raft/snapshot', snapshot);
    const archive = await readSnapshot(snapshot);
    const sha256: Manifest['sha256'] = { 'vault.raft-snapshot': await sha256Of(snapshot) };
    for (const [name, text] of Object.entries(props.texts)) {
      if (text === undefined) continue;
      writeSecretFile(join(unfinished, name), text);
      sha256[name] = await sha256Of(join(unfinished, name));
    }
    const manifest: Manifest = {
      version: 1,
      deployment,
      created: new Date().toISOString(),
      vault: { clusterId: clusterId ?? '', version },
      keys: { shares, threshold },
      ...(systemIdentifier === undefined ? {} : { postgres: { systemIdentifier } }),
      leases: leases.length,
      holdsNot: holdsNot({ shares, threshold }),
      sha256,
    };
    writeSecretFile(join(unfinished, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    return { manifest, archive };
  });
}
