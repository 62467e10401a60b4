import { alone } from '../alone';
import { Problem, exitCodes } from '../../common/problem';
import { dbAdminPolicy } from '../../constructs/names';
import { rotateRoot } from '../../steps/rotate-root';
import { connectionIdentities, verifyRoles, withProbe } from '../live-systems';
import { printResult } from '../output';
import { Progress } from '../progress';
import { openSession, type CommonArguments, type ConnectionSession, type Session } from '../session';

export interface RotateRootArguments extends CommonArguments {
  /** @default all of them */
  readonly connection?: string | undefined;
}

/** Has Vault choose a new password for the users of connections, whatever it is now, and proves that it works. */
export async function rotateRootNow(args: RotateRootArguments): Promise<void> {
  const session = openSession(args);
  const { deployment, journal } = session;
  const connections = chosen(session, args.connection);
  const progress = new Progress();
  await alone(session, async () => {
    await withProbe(session, async (probe) => {
      const dbAdmin = await session.identities.as(dbAdminPolicy);
      const identityOf = await connectionIdentities(session, dbAdmin);
      for (const each of connections) {
        const { name, username } = each.connection;
        await progress.step(`Rotate the password of ${username}`, () =>
          rotateRoot(dbAdmin, journal, {
            mount: deployment.mount,
            connection: name,
            identity: identityOf(each),
          }),
        );
      }
      await progress.step('Verify', () => verifyRoles(session, probe));
    });
    printResult(
      args,
      { connections: connections.map(({ connection }) => connection.name), rotated: true },
      connections.map(
        ({ connection }) => `The password of ${connection.username} is new, and Vault's alone.`,
      ),
    );
  });
}

function chosen({ connections }: Session, name: string | undefined): readonly ConnectionSession[] {
  if (name === undefined) return connections;
  const found = connections.filter(({ connection }) => connection.name === name);
  if (found.length > 0) return found;
  throw new Problem({
    what: `There is no connection '${name}'`,
    why: `the deployment has ${connections.map(({ connection }) => connection.name).join(', ')}`,
    next: 'name one of these, or none for all of them',
    exitCode: exitCodes.usage,
  });
}
