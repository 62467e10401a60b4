import { dbAdminPolicy } from '../constructs/names';
import { repairConnection } from '../steps/repair-connection';
import type { PostgresProbe } from '../steps/postgres-probe';
import type { VaultClient } from '../steps/vault-client';
import { rotateRoot } from '../steps/rotate-root';
import {
  connectionIdentity,
  firstPasswordWorks,
  postgresServer,
  verifyRoles,
  withProbe,
} from './live-systems';
import type { Progress } from './progress';
import { firstPasswordPath, type Session } from './session';

/** Writes a password into the connection that PostgreSQL takes. @returns whether the user got a new one for it */
export async function giveVaultItsLogin(
  session: Session,
  dbAdmin: VaultClient,
  probe: PostgresProbe,
): Promise<boolean> {
  const { connection, deployment, journal } = session;
  return repairConnection(dbAdmin, journal, {
    ...postgresServer(session),
    mount: deployment.mount,
    connection: connection.name,
    username: connection.username,
    firstPasswordFile: firstPasswordPath(session),
    firstPasswordWorks: () => firstPasswordWorks(session, probe),
  });
}

/**
 * Has Vault and PostgreSQL agree on a password that Vault alone knows, and proves it.
 *
 * @returns what it did, in words
 */
export async function agreeOnPassword(session: Session, progress: Progress): Promise<string[]> {
  const { connection, deployment, identities, journal } = session;
  const { username, name } = connection;
  const { mount } = deployment;
  return withProbe(session, async (probe) => {
    const dbAdmin = await identities.as(dbAdminPolicy);
    const isReset = await progress.step('Give Vault a password that works', () =>
      giveVaultItsLogin(session, dbAdmin, probe),
    );
    await progress.step('Rotate the root password', async () =>
      rotateRoot(dbAdmin, journal, {
        mount,
        connection: name,
        identity: await connectionIdentity(session, dbAdmin),
      }),
    );
    const proofs = await progress.step('Verify', () => verifyRoles(session, probe));
    return [
      ...(isReset ? [`gave ${username} a new first password`] : []),
      `wrote the first password into ${mount}/config/${name}`,
      `rotated the password of ${username}`,
      ...proofs.map(({ claim }) => `proved: ${claim}`),
    ];
  });
}
