import { Problem, exitCodes } from '../../../common/problem';
import { alone, endingIdentities } from '../../alone';
import { refuseRecoveryElsewhere } from '../../elsewhere/refuse';
import { printResult, styled } from '../../output';
import { confirm } from '../../prepare-tools';
import { Progress } from '../../progress';
import { openSession, type CommonArguments, type Session } from '../../session';

export interface RecoverArguments extends CommonArguments {
  /** Say what would be done, and change nothing. */
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/** The live systems say that this loss did not happen. */
export interface NotLost {
  readonly isLost: false;
  readonly why: string;
  /** What to run instead, where something else is wrong. */
  readonly next?: string;
}

/** What was lost, and the way back. */
export interface Loss {
  readonly isLost: true;
  readonly why: string;
  /** What will be done, each as the end of `To be done:`. */
  readonly does: readonly string[];
  /** What nobody gets back, each as the end of `Lost for good:`. */
  readonly lost: readonly string[];
  /** @returns what it did, in words */
  readonly recover: (progress: Progress) => Promise<readonly string[]>;
  /** What to run afterwards. @default nothing */
  readonly next?: string;
}

export type Finding = NotLost | Loss;

/**
 * What every recovery does: ask the live systems, say what is to be done and what is lost, get a person's word, do
 * it. A dry run ends before the word, and takes no lock: it writes nothing at all.
 *
 * @param name the verb's, after `recover`
 * @param diagnose changes nothing
 */
export async function recover(
  args: RecoverArguments,
  name: string,
  diagnose: (session: Session) => Promise<Finding>,
): Promise<void> {
  const session = openSession(args);
  refuseRecoveryElsewhere(session, name);
  const work = async () => {
    const finding = await diagnose(session);
    const common = { deployment: session.deployment.name, recovery: name, found: finding.isLost };
    const next = finding.next === undefined ? {} : { next: finding.next };
    if (!finding.isLost) {
      const result = { ...common, why: finding.why, changed: [], ...next };
      printResult(args, result, [`Nothing to recover: ${finding.why}.`, ...nextLine(finding.next)]);
      return;
    }
    const { why, does, lost } = finding;
    if (args.dryRun) {
      const result = { ...common, why, dryRun: true, does, lost, changed: [], ...next };
      printResult(args, result, [...inWords(finding), 'This was a dry run: nothing was changed.']);
      return;
    }
    console.error(inWords(finding).join('\n'));
    await agree(args);
    const changed = await finding.recover(new Progress());
    printResult(args, { ...common, why, does, lost, changed, ...next }, [
      ...changed.map((line) => `${styled('green', '✔')} ${line}`),
      ...nextLine(finding.next),
    ]);
  };
  await (args.dryRun ? endingIdentities(session, work) : alone(session, work));
}

function inWords({ why, does, lost }: Loss): string[] {
  const list = (title: string, lines: readonly string[]) => [title, ...lines.map((line) => `  - ${line}`)];
  return [
    `Found: ${why}.`,
    ...list('To be done:', does),
    ...(lost.length === 0 ? ['Lost for good: nothing.'] : list('Lost for good:', lost)),
  ];
}

function nextLine(next: string | undefined): string[] {
  return next === undefined ? [] : [`Next: ${next}`];
}

export async function agree(args: Pick<RecoverArguments, 'yes'>): Promise<void> {
  if (args.yes || (process.stdin.isTTY && (await confirm('Do it?')))) return;
  throw new Problem({
    what: 'Nothing was changed',
    why: 'it needs your word',
    next: 'the same command with --yes',
    exitCode: exitCodes.refused,
  });
}
