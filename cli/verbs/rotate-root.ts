import { alone } from '../alone';
import { dbAdminPolicy } from '../../constructs/names';
import { rotateRoot } from '../../steps/rotate-root';
import { connectionIdentity, verifyRoles, withProbe } from '../live-systems';
import { printResult } from '../output';
import { Progress } from '../progress';
import { openSession, type CommonArguments } from '../session';

/** Has Vault choose a new password for PostgreSQL's root, whatever it is now, and proves that it works. */
export async function rotateRootNow(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  const { connection, deployment, journal } = session;
  const progress = new Progress();
  await alone(session, async () => {
    await withProbe(session, async (probe) => {
      const dbAdmin = await session.identities.as(dbAdminPolicy);
      await progress.step('Rotate the root password', async () =>
        rotateRoot(dbAdmin, journal, {
          mount: deployment.mount,
          connection: connection.name,
          identity: await connectionIdentity(session, dbAdmin),
        }),
      );
      await progress.step('Verify', () => verifyRoles(session, probe));
    });
    const text = `The password of ${connection.username} is new, and Vault's alone.`;
    printResult(args, { connection: connection.name, rotated: true }, [text]);
  });
}
