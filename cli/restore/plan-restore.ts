import { join, resolve } from 'node:path';
import { Problem, exitCodes } from '../../common/problem';
import { readBackup, type Manifest } from '../../steps/backup-manifest';
import { readSnapshot, type SnapshotArchive } from '../../steps/snapshot-archive';
import { runningPostgres, systemIdentifier } from '../live-systems';
import type { Session } from '../session';
import { deploymentOption } from '../summary';
import { findKeys, keptKeysOpen, type FoundKeys } from './find-keys';

export interface RestorePlan {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly archive: SnapshotArchive;
  readonly found: FoundKeys;
  /** What will be done, each as the end of `To be done:`. */
  readonly does: readonly string[];
  /** What nobody gets back but from the backup that is taken first. */
  readonly lost: readonly string[];
}

/**
 * Reads a backup to its end and asks the live systems what putting it back takes. Changes nothing.
 *
 * @throws Problem (exit code 3) where the backup is damaged, is another deployment's, or nobody here can open it
 */
export async function planRestore(
  session: Session,
  given: string,
  keysFile: string | undefined,
): Promise<RestorePlan> {
  const folder = resolve(given);
  const manifest = await readBackup(folder);
  const { vault, deployment, connections } = session;
  if (manifest.deployment !== deployment.name) throw anothers(session, folder, manifest);
  const archive = await readSnapshot(join(folder, 'vault.raft-snapshot'));
  const found = await findKeys(session, archive, keysFile === undefined ? undefined : resolve(keysFile));
  const status = await vault.sealStatus();
  if (!status.initialized) throw notInitialized(session, folder);
  await runningPostgres(session);
  const samePostgres = (await systemIdentifier(session)) === manifest.postgres?.systemIdentifier;
  const { created, vault: was } = manifest;
  return {
    folder,
    manifest,
    archive,
    found,
    does: [
      ...(status.sealed ? ['open Vault'] : []),
      `take a backup of Vault as it is now, beside the others, for the way back`,
      `put Vault and Terraform's state of it back to ${created}${was.version === status.version ? '' : `, written by Vault ${was.version}, into Vault ${status.version}`}`,
      ...(keptKeysOpen(session, archive)
        ? []
        : [
            `set the keys of now aside in ${session.store.folder}-archive`,
            `make the keys of ${found.file} the key store, and open Vault with them`,
          ]),
      `give ${connections.map(({ connection }) => connection.username).join(', ')} a new password where PostgreSQL refuses the one that Vault held then, and rotate it`,
      'end the leases whose user is gone, and drop the users that no lease of then knows',
      "make sure that the application's login works, and verify",
    ],
    lost: [
      `all that Vault was told since ${created}: leases, tokens, and what was configured by hand`,
      'credentials that were issued since: their users are dropped',
      ...(samePostgres
        ? []
        : ['credentials that were issued before: PostgreSQL is not the one that they were for']),
      'the end of tokens that were revoked since: they work again, so revoke them anew',
    ],
  };
}

function anothers({ deployment }: Session, folder: string, manifest: Manifest): Problem {
  return new Problem({
    what: `This backup is of the deployment '${manifest.deployment}', not of '${deployment.name}'`,
    where: folder,
    next: 'name the deployment with --deployment, or another backup; nothing was changed',
    exitCode: exitCodes.refused,
  });
}

function notInitialized(session: Session, folder: string): Problem {
  const option = deploymentOption(session);
  const renewed = session.store.hasKeys ? 'npx dbvault recover vault-volume' : 'npx dbvault up';
  return new Problem({
    what: 'Vault is not initialized, so that it takes no snapshot',
    where: session.vault.address,
    why: 'its volume is new',
    next: `${renewed}${option}, then npx dbvault restore ${folder}${option}`,
    exitCode: exitCodes.refused,
  });
}
