import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../common/project';
import { Problem, exitCodes } from '../../common/problem';
import { readIfThere } from '../../common/read-if-there';
import { makeSecretFolder } from '../../common/secret-file';
import { backupPolicy, backupsFolder, planPolicy, stackNames, stateFile } from '../../constructs/names';
import { backedUpState, type Manifest } from '../../steps/backup-manifest';
import { inspectContainer } from '../../steps/docker';
import { parseKeys } from '../../steps/key-store';
import type { SnapshotArchive } from '../../steps/snapshot-archive';
import { opensSnapshot } from '../../steps/snapshot-seal';
import { writeBackup } from '../../steps/write-backup';
import { imagesFile } from '../images-in-use';
import { systemIdentifier } from '../live-systems';
import type { Session } from '../session';

export interface Backup {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Whether the key shares were seen to open it; undefined where people hold them, and gave none to this run. */
  readonly opens: boolean | undefined;
}

/** @param folder where to; must not be there, or be empty */
export async function takeBackup(session: Session, folder: string): Promise<Backup> {
  const { deployment, identities, journal } = session;
  const { name } = deployment;
  const textOf = (path: string) => readIfThere(inProject(path));
  const postgres = await inspectContainer(deployment.postgres.containerName);
  const { manifest, archive } = await journal.step('write backup', { folder }, async () =>
    writeBackup({
      taker: await identities.asOrRoot(backupPolicy),
      reader: await identities.asOrRoot(planPolicy),
      folder,
      deployment: name,
      systemIdentifier: postgres?.state === 'running' ? await systemIdentifier(session) : undefined,
      texts: {
        ...Object.fromEntries(
          stackNames(deployment).map((stack) => [backedUpState(stack), textOf(stateFile(name, stack))]),
        ),
        'deployment.json': `${JSON.stringify(deployment, null, 2)}\n`,
        'images.json': textOf(imagesFile(name)),
      },
    }),
  );
  return { folder, manifest, opens: storedKeysOpen(session, manifest, archive) };
}

function storedKeysOpen(
  { store, shares }: Session,
  { keys }: Manifest,
  archive: SnapshotArchive,
): boolean | undefined {
  if (!store.held.exist) {
    const kept = parseKeys(readIfThere(store.keysFile));
    return kept !== undefined && opensSnapshot(kept, archive);
  }
  const given = shares.brought();
  if (given.length < keys.threshold) return undefined;
  return opensSnapshot({ shares: [...given], threshold: keys.threshold }, archive);
}

/** A folder for a backup that nobody gave a place, named after the time. */
export function nextBackupFolder({ deployment }: Session, suffix = ''): string {
  const folder = inProject(backupsFolder(deployment.name));
  makeSecretFolder(folder);
  removeUnfinished(folder);
  return join(folder, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}${suffix}`);
}

/** @throws Problem where Vault's storage knows no snapshots */
export function refuseFileStorage({ deployment }: Session): void {
  if (deployment.vault.storage === 'raft') return;
  const { containerName } = deployment.vault;
  throw new Problem({
    what: "This Vault's storage has no snapshots",
    where: containerName,
    why: `vault.storage is '${deployment.vault.storage}', and only 'raft' has them`,
    next: `stop the container (docker stop ${containerName}) and copy its volume, or choose 'raft' for a new deployment`,
    exitCode: exitCodes.refused,
  });
}

/** Of runs that were killed: whoever works here holds the deployment's lock. */
function removeUnfinished(folder: string): void {
  const left = readdirSync(folder).filter((name) => name.startsWith('.') && name.endsWith('.unfinished'));
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
}
