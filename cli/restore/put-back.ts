import { join } from 'node:path';
import { inProject } from '../../common/project';
import { Problem, exitCodes, isRefused } from '../../common/problem';
import { readIfThere } from '../../common/read-if-there';
import { removeSecretFile, writeSecretFile } from '../../common/secret-file';
import { stackNames, stateFile } from '../../constructs/names';
import { backedUpState } from '../../steps/backup-manifest';
import { restoreSnapshot } from '../../steps/restore-snapshot';
import { openSealed } from '../open-sealed';
import { openVault } from '../open-vault';
import type { Progress, ReportDetail } from '../progress';
import type { Session } from '../session';
import { keptKeysOpen, type FoundKeys } from './find-keys';
import type { RestorePlan } from './plan-restore';

const keepKeys = { archiveKeys: false };

/**
 * Opens the Vault that is there: with the key store, or where an earlier restore was cut off before it had put the
 * keys back, with those of the backup.
 *
 * @returns what it did, in words
 */
export async function openPresent(
  session: Session,
  { archive, found }: RestorePlan,
  report: ReportDetail,
): Promise<string[]> {
  const done: string[] = [];
  try {
    return await openVault(session, report, keepKeys);
  } catch (error) {
    if (!isRefused(error)) throw error;
    const { sealed } = await session.vault.sealStatus();
    if (sealed && keptKeysOpen(session, archive)) throw error;
    if (sealed) done.push(...(await putBackKeys(session, found)));
  }
  await openSealed(session);
  return [...done, ...(await openVault(session, report, keepKeys))];
}

/**
 * Puts a backup in the place of what Vault keeps: the snapshot, the keys that open it, and what Terraform knew.
 *
 * @returns what it did, in words
 */
export async function putBack(session: Session, plan: RestorePlan, progress: Progress): Promise<string[]> {
  const { identities, journal, vault } = session;
  const { folder, manifest, archive, found } = plan;
  const facts = { snapshot: manifest.sha256['vault.raft-snapshot'] ?? '' };
  const isKept = keptKeysOpen(session, archive);
  await progress.step('Restore the snapshot', () =>
    journal.step('restore snapshot', facts, async () =>
      restoreSnapshot(
        await identities.root(),
        join(folder, 'vault.raft-snapshot'),
        isKept ? 'same' : 'other',
      ),
    ),
  );
  // None that it knew then is one that this run has.
  identities.forget();
  const done = [`put Vault back to ${manifest.created}`];
  if (!isKept) done.push(...(await putBackKeys(session, found)));
  await openSealed(session);
  done.push(...(await progress.step('Open Vault', (report) => openVault(session, report, keepKeys))));
  const { clusterId } = await vault.sealStatus();
  if (clusterId !== manifest.vault.clusterId) throw notTaken(session);
  await journal.step('put back state', {}, () => {
    putBackStates(session, plan);
    return Promise.resolve();
  });
  return done;
}

/** What is there is set aside first; where a run is killed in between, the keys are found among those next time. */
async function putBackKeys({ journal, store }: Session, found: FoundKeys): Promise<string[]> {
  return journal.step('put back keys', {}, () => {
    const aside = store.hasKeys ? [`moved the keys of now to ${store.archive()}`] : [];
    store.saveKeys(found.keys);
    if (found.appToken !== undefined) store.saveAppToken(found.appToken);
    return Promise.resolve([...aside, `took the keys of ${found.file}`]);
  });
}

/** Vault and what Terraform knows of it belong together; the containers are those of now. */
function putBackStates({ deployment }: Session, { folder }: RestorePlan): void {
  for (const stack of stackNames(deployment)) {
    if (stack === 'containers') continue;
    const state = readIfThere(join(folder, backedUpState(stack)));
    const file = inProject(stateFile(deployment.name, stack));
    if (state === undefined) removeSecretFile(file);
    else writeSecretFile(file, state);
  }
}

function notTaken({ vault }: Session): Problem {
  return new Problem({
    what: 'Vault is not the one of the backup',
    where: vault.address,
    why: 'it did not take the snapshot',
    next: "look at Vault's log, with docker logs; then run the same command again",
    exitCode: exitCodes.failed,
  });
}
