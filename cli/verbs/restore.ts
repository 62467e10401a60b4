import { alone } from '../alone';
import { nextBackupFolder, refuseFileStorage, takeBackup } from '../backup/take-backup';
import { printResult, styled } from '../output';
import { Progress } from '../progress';
import { planRestore, type RestorePlan } from '../restore/plan-restore';
import { openPresent, putBack } from '../restore/put-back';
import { reconcile } from '../restore/reconcile';
import { refuseElsewhere } from '../elsewhere/refuse';
import { openSession, type CommonArguments, type Session } from '../session';
import { deploymentOption } from '../summary';
import { agree } from './recover/recovery';

export interface RestoreArguments extends CommonArguments {
  readonly folder: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** A key store that was kept elsewhere. @default the one that is there, or one that was set aside */
  readonly keys: string | undefined;
}

/** Puts a backup in the place of what Vault keeps. A dry run ends before the word and takes no lock. */
export async function restore(args: RestoreArguments): Promise<void> {
  const session = openSession(args);
  refuseElsewhere(session, 'restore');
  refuseFileStorage(session);
  if (args.dryRun) {
    const { folder, manifest, does, lost } = await planRestore(session, args.folder, args.keys);
    const result = { folder, created: manifest.created, dryRun: true, does, lost, changed: [] };
    printResult(args, result, [...inWords({ does, lost }), 'This was a dry run: nothing was changed.']);
    return;
  }
  await alone(session, async () => {
    const plan = await planRestore(session, args.folder, args.keys);
    console.error(inWords(plan).join('\n'));
    await agree(args);
    const { changed, undo } = await work(session, plan, new Progress());
    const { folder, manifest, does, lost } = plan;
    const next = `npx dbvault status${deploymentOption(session)}`;
    printResult(args, { folder, created: manifest.created, does, lost, changed, undo, next }, [
      ...changed.map((line) => `${styled('green', '✔')} ${line}`),
      ...undo.map((kept) => `What Vault kept before: ${kept}`),
      `Next: ${next}`,
    ]);
  });
}

async function work(
  session: Session,
  plan: RestorePlan,
  progress: Progress,
): Promise<{ changed: readonly string[]; undo: readonly string[] }> {
  const { journal } = session;
  const snapshot = plan.manifest.sha256['vault.raft-snapshot'] ?? '';
  // What a restore that was cut off left is hardly what anybody wants back: what was before it may be.
  const earlier = journal.isInterrupted('restore') ? journal.last('restore')?.facts['undo'] : undefined;
  const changed = await progress.step('Open the Vault that is there', (report) =>
    openPresent(session, plan, report),
  );
  const now = nextBackupFolder(session, '-before-restore');
  await progress.step('Take a backup of now', () => takeBackup(session, now));
  return journal.step('restore', { snapshot, undo: earlier ?? now }, async () => {
    changed.push(...(await putBack(session, plan, progress)));
    changed.push(...(await reconcile(session, progress)));
    return { changed, undo: earlier === undefined ? [now] : [earlier, now] };
  });
}

function inWords({ does, lost }: Pick<RestorePlan, 'does' | 'lost'>): string[] {
  const list = (title: string, lines: readonly string[]) => [title, ...lines.map((line) => `  - ${line}`)];
  return [...list('To be done:', does), ...list('Lost:', lost)];
}
