import { dropOrphans } from '../../../steps/orphans';
import { alone } from '../../alone';
import { postgresServer, runningPostgres } from '../../live-systems';
import { countOrphans, orphansInWords, orphansNext, orphansOf } from '../../orphans';
import { printResult } from '../../output';
import { Progress } from '../../progress';
import { openSession, rootOf, type CommonArguments } from '../../session';

/** Drops the users in PostgreSQL that Vault made and knows no more; one that is in use is never touched. */
export async function recoverOrphans(args: CommonArguments & { readonly dryRun: boolean }): Promise<void> {
  const session = openSession(args);
  await runningPostgres(session);
  if (args.dryRun) {
    const orphans = await orphansOf(session);
    const count = countOrphans(orphans);
    const json = { dryRun: true, count, wouldDrop: orphans.names, hidden: orphans.hidden };
    printResult(args, json, [
      count === 0
        ? 'There is no orphan: nothing would be dropped.'
        : `Would be dropped: ${orphansInWords(orphans)}`,
      ...(count === 0 ? [] : [`Nothing was changed. To do it: ${orphansNext(session)}`]),
    ]);
    return;
  }
  await alone(session, async () => {
    const props = { root: rootOf(session), postgres: postgresServer(session) };
    const dropped = await new Progress().step('Drop orphans', () =>
      session.journal.step('drop orphans', {}, () => dropOrphans(props)),
    );
    const text =
      dropped.length === 0 ? 'There was no orphan.' : `Dropped ${dropped.length}: ${dropped.join(', ')}`;
    printResult(args, { dropped }, [text]);
  });
}
