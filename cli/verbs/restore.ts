import { Problem, exitCodes } from '../../common/problem';
import { alone } from '../alone';
import { nextBackupFolder, refuseFileStorage, takeBackup } from '../backup/take-backup';
import { printResult, styled } from '../output';
import { confirm } from '../prepare-tools';
import { Progress } from '../progress';
import { planRestore, type RestorePlan } from '../restore/plan-restore';
import { openPresent, putBack } from '../restore/put-back';
import { reconcile } from '../restore/reconcile';
import { openSession, type CommonArguments, type Session } from '../session';
import { deploymentOption } from '../summary';

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
      `What Vault kept before: ${undo}`,
      `Next: ${next}`,
    ]);
  });
}

async function work(
  session: Session,
  plan: RestorePlan,
  progress: Progress,
): Promise<{ changed: readonly string[]; undo: string }> {
  const { journal } = session;
  const snapshot = plan.manifest.sha256['vault.snap'] ?? '';
  // What a restore that was cut off left is no state to come back to: the one from before it is.
  const cutOff = journal.isInterrupted('restore') ? journal.last('restore')?.facts['undo'] : undefined;
  const changed = await progress.step('Open the Vault that is there', (report) =>
    openPresent(session, plan.found, report),
  );
  const undo = cutOff ?? nextBackupFolder(session, '-before-restore');
  if (cutOff === undefined) await progress.step('Take a backup of now', () => takeBackup(session, undo));
  return journal.step('restore', { snapshot, undo }, async () => {
    changed.push(...(await putBack(session, plan, progress)));
    changed.push(...(await reconcile(session, progress)));
    return { changed, undo };
  });
}

function inWords({ does, lost }: Pick<RestorePlan, 'does' | 'lost'>): string[] {
  const list = (title: string, lines: readonly string[]) => [title, ...lines.map((line) => `  - ${line}`)];
  return [...list('To be done:', does), ...list('Lost:', lost)];
}

async function agree(args: RestoreArguments): Promise<void> {
  if (args.yes || (process.stdin.isTTY && (await confirm('Restore it?')))) return;
  throw new Problem({
    what: 'Nothing was changed',
    why: 'it needs your word',
    next: 'the same command with --yes; with --dry-run it says again what it would do',
    exitCode: exitCodes.refused,
  });
}
