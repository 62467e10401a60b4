import { Problem } from '../../common/problem';
import { sideBySide } from '../../common/side-by-side';
import { dbAdminPolicy } from '../../constructs/names';
import { endAccess, type EndedAccess } from '../../steps/end-access';
import { forgetConnections } from '../../steps/forget-connections';
import { endLeases } from '../../steps/leases';
import { ownMounts } from '../../steps/own-mounts';
import { stopIssuing } from '../../steps/stop-issuing';
import { mountType } from '../../steps/resource-types';
import { postgresServer } from '../live-systems';
import type { Progress, ReportDetail } from '../progress';
import type { Session } from '../session';
import { stacksAtOnce, type Stacks } from '../stacks';
import type { Issued } from './issued';

type InReach = Extract<Issued, { kind: 'in reach' }>;

/** Ends what is out and takes down what issues: the order in which nothing is left behind. */
export async function endIssued(
  session: Session,
  stacks: Stacks,
  issued: InReach,
  progress: Progress,
): Promise<EndedAccess> {
  const { journal } = session;
  await progress.step('Stop issuing', () =>
    journal.step('stop issuing', {}, async () => {
      for (const mount of issued.mounts) await stopIssuing(issued.root, mount);
    }),
  );
  const ended = await progress.step('End all leases', (report) =>
    journal.step('revoke leases', { leases: String(issued.leases) }, () =>
      endLeasesAndUsers(session, issued, report),
    ),
  );
  await progress.step('Destroy database', () =>
    journal.step('destroy database', {}, () => destroyDatabase(session, stacks, issued)),
  );
  return ended;
}

async function endLeasesAndUsers(
  session: Session,
  { root, mounts, postgresAnswers }: InReach,
  report: ReportDetail,
): Promise<EndedAccess> {
  if (postgresAnswers) return endAccess({ root, mounts, postgres: postgresServer(session), report });
  for (const mount of mounts) await forgetConnections(root, mount);
  const { ended } = await endLeases(root, mounts, 'by force', report);
  return { endedLeases: ended, droppedByForce: 0 };
}

/** By Terraform, and over Vault's API what its state does not know. */
async function destroyDatabase(session: Session, stacks: Stacks, { root }: InReach): Promise<void> {
  const { token } = await session.identities.as(dbAdminPolicy);
  const destroys = [
    ...stacks.databases.map(
      (database) => () => database.stack.destroy(stacks.databaseEnvironment(database, token)),
    ),
    ...stacks.removed.map((stack) => () => stack.destroy(stacks.vaultEnvironment(token))),
  ];
  await sideBySide(destroys, stacksAtOnce, (destroy) => destroy());
  for (const stack of stacks.removed) await stacks.forget(stack);
  await stacks.access.destroy(stacks.vaultEnvironment(root.token), [mountType]);
  const { name } = session.deployment;
  for (const mount of await ownMounts(root, name, [])) await root.delete(`sys/mounts/${mount}`);
  const left = await ownMounts(root, name, []);
  if (left.length === 0) return;
  throw new Problem({
    what: `Vault did not take down the mount ${left.join(', ')}`,
    where: root.address,
    next: "look at Vault's log, with docker logs, and run the same command again",
  });
}
