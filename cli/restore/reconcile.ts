import { setTimeout as sleep } from 'node:timers/promises';
import { dropOrphans, findOrphans } from '../../steps/orphans';
import { rotateRoot, vaultLogsIn } from '../../steps/rotate-root';
import { revokeStaleLeases } from '../../steps/stale-leases';
import type { PostgresProbe } from '../../steps/postgres-probe';
import { giveVaultItsLogin } from '../agree-on-password';
import { ensureApplication } from '../application';
import { connectionIdentities, postgresServer, verifyRoles, withProbe } from '../live-systems';
import { proveNoOrphans } from '../orphans';
import type { Progress } from '../progress';
import type { ConnectionSession, Session } from '../session';

/** As long as a user may be one whose lease is just being written, nobody drops it. */
const settledWithinMs = 15_000;
const pauseMs = 500;

/**
 * Makes good what PostgreSQL knows otherwise than a Vault of an earlier time: the password, users without a lease,
 * and leases without a user.
 *
 * @returns what it did, in words
 */
export async function reconcile(session: Session, progress: Progress): Promise<string[]> {
  const { identities, deployment, connections } = session;
  const root = await identities.root();
  const made = await identities.ensureLogins();
  const done = made.length === 0 ? [] : [`made the logins of ${made.join(', ')}`];
  done.push(...(await ensureApplication(session)));
  const known: ConnectionSession[] = [];
  for (const each of connections) {
    const path = `${deployment.mount}/config/${each.connection.name}`;
    if ((await root.read(path)) !== undefined) known.push(each);
    else done.push(`found no ${path} in the backup: npx dbvault up makes it`);
  }
  if (known.length === 0) return done;
  return withProbe(session, async (probe) => [
    ...done,
    ...(await reconcileUsers(session, known, probe, progress)),
  ]);
}

async function reconcileUsers(
  session: Session,
  known: readonly ConnectionSession[],
  probe: PostgresProbe,
  progress: Progress,
): Promise<string[]> {
  const { identities, journal } = session;
  const done = await progress.step('Give Vault its login again', async () => {
    const words: string[] = [];
    for (const each of known) words.push(...(await repairLogin(each, probe)));
    return words;
  });
  const ended = await progress.step('End leases without a user', () =>
    journal.step('revoke stale leases', {}, async () => revokeStaleLeases(await identities.root())),
  );
  if (ended > 0) done.push(`ended ${counted(ended, 'lease')} whose user was gone`);
  const dropped = await progress.step('Drop users without a lease', () =>
    journal.step('drop orphans', {}, () => dropSettledOrphans(session)),
  );
  if (dropped.length > 0) done.push(`dropped ${counted(dropped.length, 'user')} that no lease knows`);
  // What the backup did not know is proven once it is made.
  if (known.length === session.connections.length)
    await progress.step('Verify', () => verifyRoles(session, probe).then(() => proveNoOrphans(session)));
  return done;
}

/** Rotates in any case: whoever reads the backup some day finds no password that holds. */
async function repairLogin(session: ConnectionSession, probe: PostgresProbe): Promise<string[]> {
  const { journal, deployment, connection } = session;
  const { mount } = deployment;
  const { name, username } = connection;
  const root = await session.identities.root();
  const done: string[] = [];
  if (!(await vaultLogsIn(root, mount, name))) {
    await giveVaultItsLogin(session, root, probe);
    done.push(`gave Vault a password of ${username} that works`);
  }
  await rotateRoot(root, journal, {
    mount,
    connection: name,
    identity: (await connectionIdentities(session, root))(session),
  });
  return [...done, `rotated the password of ${username}`];
}

async function dropSettledOrphans(session: Session): Promise<string[]> {
  const props = { root: await session.identities.root(), postgres: postgresServer(session) };
  const deadline = Date.now() + settledWithinMs;
  while ((await findOrphans(props)).inFlight > 0 && Date.now() < deadline) await sleep(pauseMs);
  return dropOrphans(props);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
