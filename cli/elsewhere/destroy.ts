import { rmSync } from 'node:fs';
import { Problem, exitCodes } from '../../common/problem';
import { inProject } from '../../common/project';
import { sideBySide } from '../../common/side-by-side';
import { deploymentFolder, outputFolder } from '../../constructs/names';
import { endLeases } from '../../steps/leases';
import { ownMounts } from '../../steps/own-mounts';
import { stopIssuing } from '../../steps/stop-issuing';
import { mountType } from '../../steps/resource-types';
import { printResult } from '../output';
import type { Progress } from '../progress';
import type { Session } from '../session';
import { stacksAtOnce, type Stacks } from '../stacks';
import { proveOpen, waysOfSql } from './systems';
import type { DestroyArguments } from '../verbs/destroy';

/**
 * Ends what is out and takes all that the deployment made out of a Vault that stays: leases, connections, mount, logins
 * and policies, in this order. With `--delete-data` what this machine keeps goes as well.
 */
export async function destroyElsewhere(
  args: DestroyArguments,
  session: Session,
  stacks: Stacks,
  progress: Progress,
): Promise<void> {
  const { deployment, identities, journal } = session;
  const { name } = deployment;
  await proveOpen(session);
  const root = await identities.root();
  const mounts = await ownMounts(root, name, stacks.access.stateIds([mountType]));
  await progress.step('Stop issuing', () =>
    journal.step('stop issuing', {}, async () => {
      for (const mount of mounts) await stopIssuing(root, mount);
    }),
  );
  const { ended, left } = await progress.step('End all leases', (report) =>
    journal.step('revoke leases', {}, () => endLeases(root, mounts, 'with their users', report)),
  );
  if (left > 0 && !args.force) throw notEnded(left, session);
  if (left > 0) await endLeases(root, mounts, 'by force', () => undefined);
  await progress.step('Destroy what is in Vault', () =>
    journal.step('destroy database', {}, async () => {
      await sideBySide(stacks.databases, stacksAtOnce, (database) =>
        database.stack.destroy(stacks.databaseEnvironment(database, root.token)),
      );
      for (const stack of stacks.removed) {
        await stack.destroy(stacks.vaultEnvironment(root.token));
        await stacks.forget(stack);
      }
      await stacks.access.destroy(stacks.vaultEnvironment(root.token));
    }),
  );
  if (args.deleteData) {
    for (const path of [outputFolder(name), deploymentFolder(name)])
      rmSync(inProject(path), { recursive: true, force: true });
  }
  const next = session.connections.map(waysOfSql);
  printResult(args, { deployment: name, endedLeases: ended, leftLeases: left, next }, [
    `'${name}' is out of the Vault at ${session.vault.address}. ${ended} leases are ended${left > 0 ? `, ${left} without their users` : ''}.`,
    'Nobody has the passwords that Vault rotated: before another up, whoever runs PostgreSQL gives its users new ones:',
    ...next.map((line) => `  ${line}`),
  ]);
}

function notEnded(left: number, { vault }: Session): Problem {
  return new Problem({
    what: `${left} leases cannot be ended`,
    where: vault.address,
    why: 'PostgreSQL, where their users are, does not answer, or does not let Vault drop them; nothing was taken down',
    next: 'see to PostgreSQL, and run the same command again; or with --force, which leaves those users to sql/elsewhere/orphans.sql',
    exitCode: exitCodes.refused,
  });
}
