import { dbAdminPolicy } from '../constructs/names';
import { repairConnection } from '../steps/repair-connection';
import type { Probe } from '../steps/postgres-probe';
import type { VaultClient } from '../steps/vault-client';
import { rotateRoot } from '../steps/rotate-root';
import {
  connectionIdentities,
  databaseToPrepare,
  firstPasswordWorks,
  verifyRoles,
  withProbe,
} from './live-systems';
import { notPrepared } from './elsewhere/systems';
import type { Progress } from './progress';
import { proofsInWords } from './proofs';
import type { ConnectionSession, Session } from './session';

/** Writes a password into the connection that PostgreSQL takes. @returns whether the user got a new one for it */
export async function giveVaultItsLogin(
  session: ConnectionSession,
  dbAdmin: VaultClient,
  probe: Probe,
): Promise<boolean> {
  const { connection, deployment, journal } = session;
  if (connection.server !== undefined && !(await firstPasswordWorks(session, probe)))
    throw notPrepared(session);
  return repairConnection(dbAdmin, journal, {
    ...databaseToPrepare(session),
    mount: deployment.mount,
    connection: connection.name,
    firstPasswordWorks: () => firstPasswordWorks(session, probe),
  });
}

/**
 * Has Vault and PostgreSQL agree on a password that Vault alone knows, for each of these connections, and proves it.
 *
 * @returns what it did, in words
 */
export async function agreeOnPasswords(
  session: Session,
  connections: readonly ConnectionSession[],
  progress: Progress,
): Promise<string[]> {
  return withProbe(session, async (probe) => {
    const words: string[] = [];
    for (const connection of connections) words.push(...(await agreeOnPassword(connection, probe, progress)));
    const proofs = await progress.step('Verify', () => verifyRoles(session, probe));
    return [...words, ...proofsInWords(proofs).map((claim) => `proved: ${claim}`)];
  });
}

async function agreeOnPassword(
  session: ConnectionSession,
  probe: Probe,
  progress: Progress,
): Promise<string[]> {
  const { username, name } = session.connection;
  const { mount } = session.deployment;
  const dbAdmin = await session.identities.as(dbAdminPolicy);
  const isReset = await progress.step(`Give Vault a password of ${username} that works`, () =>
    giveVaultItsLogin(session, dbAdmin, probe),
  );
  await progress.step(`Rotate the password of ${username}`, async () => {
    const identityOf = await connectionIdentities(session, dbAdmin);
    return rotateRoot(dbAdmin, session.journal, { mount, connection: name, identity: identityOf(session) });
  });
  return [
    ...(isReset ? [`gave ${username} a new first password`] : []),
    `wrote the first password into ${mount}/config/${name}`,
    `rotated the password of ${username}`,
  ];
}
