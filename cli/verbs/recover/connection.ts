import { dbAdminPolicy } from '../../../constructs/names';
import type { PostgresProbe } from '../../../steps/postgres-probe';
import { vaultLogsIn } from '../../../steps/rotate-root';
import type { VaultClient } from '../../../steps/vault-client';
import { firstPasswordWorks, runningPostgres, withProbe } from '../../live-systems';
import { agreeOnPasswords } from '../../agree-on-password';
import type { ConnectionSession, Session } from '../../session';
import { deploymentOption } from '../../summary';
import { openVaultToLook } from './open-vault-to-look';
import { recover, type Finding, type RecoverArguments } from './recovery';

/** The password that Vault holds does not open PostgreSQL: gives both a new one that Vault alone knows. */
export async function recoverConnection(args: RecoverArguments): Promise<void> {
  await recover(args, 'connection', diagnose);
}

async function diagnose(session: Session): Promise<Finding> {
  const dbAdmin = await openVaultToLook(session, dbAdminPolicy);
  await runningPostgres(session);
  const looks = await withProbe(session, async (probe) => {
    const all: Look[] = [];
    for (const connection of session.connections) all.push(await look(connection, dbAdmin, probe));
    return all;
  });
  const lost = looks.filter(({ isLost }) => isLost);
  const why = (lost.length === 0 ? looks : lost).map((one) => one.why).join('; ');
  if (lost.length === 0) {
    const isMissing = looks.some((one) => one.isMissing);
    return {
      isLost: false,
      why,
      ...(isMissing ? { next: `npx dbvault up${deploymentOption(session)}` } : {}),
    };
  }
  return {
    isLost: true,
    why,
    does: [
      ...lost.flatMap(({ does }) => does),
      'have Vault rotate it, so that Vault alone knows what holds',
      'verify: the first password is refused, and a credential works',
    ],
    lost: [],
    recover: (progress) =>
      agreeOnPasswords(
        session,
        lost.map(({ connection }) => connection),
        progress,
      ),
  };
}

interface Look {
  readonly connection: ConnectionSession;
  readonly isLost: boolean;
  readonly isMissing: boolean;
  readonly why: string;
  readonly does: readonly string[];
}

async function look(session: ConnectionSession, dbAdmin: VaultClient, probe: PostgresProbe): Promise<Look> {
  const { connection, deployment } = session;
  const { username } = connection;
  const path = `${deployment.mount}/config/${connection.name}`;
  const found = { connection: session, isLost: false, isMissing: false, does: [] };
  if ((await dbAdmin.read(path)) === undefined)
    return { ...found, isMissing: true, why: `Vault has no ${path}, so there is no password to lose` };
  const [logsIn, firstWorks] = await Promise.all([
    vaultLogsIn(dbAdmin, deployment.mount, connection.name),
    firstPasswordWorks(session, probe),
  ]);
  if (logsIn && !firstWorks)
    return { ...found, why: `Vault logs in to PostgreSQL as ${username}, and the first password is refused` };
  const socket = `as the superuser over the socket in ${deployment.postgres.containerName}`;
  return {
    ...found,
    isLost: true,
    why: logsIn
      ? `PostgreSQL takes the first password of ${username}, which is in a file`
      : `PostgreSQL refuses the password that Vault holds in ${path}`,
    does: [
      ...(firstWorks ? [] : [`give ${username} a new first password, ${socket}`]),
      `write the first password into ${path}`,
    ],
  };
}
