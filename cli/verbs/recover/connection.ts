import { dbAdminPolicy } from '../../../constructs/names';
import { vaultLogsIn } from '../../../steps/rotate-root';
import { firstPasswordWorks, runningPostgres, withProbe } from '../../live-systems';
import { agreeOnPassword } from '../../agree-on-password';
import type { Session } from '../../session';
import { deploymentOption } from '../../summary';
import { openVaultToLook } from './open-vault-to-look';
import { recover, type Finding, type RecoverArguments } from './recovery';

/** The password that Vault holds does not open PostgreSQL: gives both a new one that Vault alone knows. */
export async function recoverConnection(args: RecoverArguments): Promise<void> {
  await recover(args, 'connection', diagnose);
}

async function diagnose(session: Session): Promise<Finding> {
  const { connection, deployment } = session;
  const dbAdmin = await openVaultToLook(session, dbAdminPolicy);
  await runningPostgres(session);
  const path = `${deployment.mount}/config/${connection.name}`;
  if ((await dbAdmin.read(path)) === undefined) {
    const next = `npx dbvault up${deploymentOption(session)}`;
    return { isLost: false, why: `Vault has no ${path}, so there is no password to lose`, next };
  }
  const [logsIn, firstWorks] = await Promise.all([
    vaultLogsIn(dbAdmin, deployment.mount, connection.name),
    withProbe(session, (probe) => firstPasswordWorks(session, probe)),
  ]);
  if (logsIn && !firstWorks) {
    const why = `Vault logs in to PostgreSQL as ${connection.username}, and the first password is refused`;
    return { isLost: false, why };
  }
  const { containerName } = deployment.postgres;
  return {
    isLost: true,
    why: logsIn
      ? `PostgreSQL takes the first password of ${connection.username}, which is in a file`
      : `PostgreSQL refuses the password that Vault holds in ${path}`,
    does: [
      ...(firstWorks
        ? []
        : [
            `give ${connection.username} a new first password, as the superuser over the socket in ${containerName}`,
          ]),
      `write the first password into ${path}`,
      'have Vault rotate it, so that Vault alone knows what holds',
      'verify: the first password is refused, and a credential works',
    ],
    lost: [],
    recover: (progress) => agreeOnPassword(session, progress),
  };
}
