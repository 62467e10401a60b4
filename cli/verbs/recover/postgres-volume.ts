import { dbAdminPolicy, postgresVolume } from '../../../constructs/names';
import { inspectContainer, labelsOf } from '../../../steps/docker';
import { endLeases, leaseIds } from '../../../steps/leases';
import { vaultLogsIn } from '../../../steps/rotate-root';
import { anyFirstPasswordWorks, systemIdentifier, withProbe } from '../../live-systems';
import type { Progress } from '../../progress';
import { agreeOnPasswords } from '../../agree-on-password';
import type { Session } from '../../session';
import { startContainers } from '../../start-containers';
import { deploymentOption } from '../../summary';
import { prepare } from '../up';
import { openVaultToLook } from './open-vault-to-look';
import { recover, type Finding, type NotLost, type RecoverArguments } from './recovery';

/**
 * PostgreSQL's volume was lost: it starts empty with the first password, and what Vault holds is a password and users
 * of a PostgreSQL that is gone.
 */
export async function recoverPostgresVolume(args: RecoverArguments): Promise<void> {
  await recover(args, 'postgres-volume', (session) => diagnose(session, args.yes));
}

async function diagnose(session: Session, yes: boolean): Promise<Finding> {
  const { connections, deployment } = session;
  const reader = await openVaultToLook(session);
  const option = deploymentOption(session);
  const paths = connections.map(({ connection }) => `${deployment.mount}/config/${connection.name}`);
  for (const path of paths) {
    if ((await reader.read(path)) !== undefined) continue;
    const why = `Vault has no ${path}: it never knew a PostgreSQL of this deployment`;
    return { isLost: false, why, next: `npx dbvault up${option}` };
  }
  const { containerName } = deployment.postgres;
  const volume = postgresVolume(containerName);
  const isGone = (await labelsOf('volume', volume)) === undefined;
  const intact = isGone ? undefined : await isSamePostgres(session);
  if (intact !== undefined) return intact;
  const leases = await leaseIds(reader, [deployment.mount]);
  return {
    isLost: true,
    why: isGone
      ? `the volume ${volume} is gone`
      : `${containerName} is another PostgreSQL than the one whose password Vault rotated`,
    does: [
      ...(isGone
        ? ['make volume and container again: PostgreSQL starts empty, with the first password']
        : []),
      `drop ${leases.length} leases from Vault by force: their users are gone`,
      `write the first password into ${paths.join(', ')}, and have Vault rotate it`,
      'verify: the first password is refused, and a credential works',
    ],
    lost: [
      'all data of PostgreSQL, unless you have a copy of it',
      `${leases.length} credentials that are out: their users are gone`,
    ],
    recover: (progress) => remake(session, yes, progress),
  };
}

/** Undefined where it is another one. */
async function isSamePostgres(session: Session): Promise<NotLost | undefined> {
  const { deployment, connections, journal } = session;
  const { containerName } = deployment.postgres;
  const option = deploymentOption(session);
  if ((await inspectContainer(containerName))?.state !== 'running') {
    const why = `the volume ${postgresVolume(containerName)} is there, and ${containerName} does not run`;
    return { isLost: false, why, next: `npx dbvault up${option}` };
  }
  const rotated = journal.last('rotate root')?.facts['postgres'];
  const postgres = await systemIdentifier(session);
  const dbAdmin = await session.identities.asOrRoot(dbAdminPolicy);
  const logins = await Promise.all(
    connections.map(({ connection }) => vaultLogsIn(dbAdmin, deployment.mount, connection.name)),
  );
  const logsIn = logins.every(Boolean);
  if (rotated !== undefined) {
    if (rotated !== postgres) return undefined;
    const why = `${containerName} is the PostgreSQL whose password Vault rotated`;
    return { isLost: false, why, ...(logsIn ? {} : { next: `npx dbvault recover connection${option}` }) };
  }
  // No journal tells which one was rotated: an empty one starts with the first password.
  if (!logsIn && (await withProbe(session, (probe) => anyFirstPasswordWorks(session, probe))))
    return undefined;
  return { isLost: false, why: `nothing says that ${containerName} is another PostgreSQL than before` };
}

async function remake(session: Session, yes: boolean, progress: Progress): Promise<string[]> {
  const { deployment, identities, journal } = session;
  const { mount } = deployment;
  const stacks = await prepare(session, progress, yes);
  const options = { archiveKeys: false, replaceConnection: false };
  const started = await startContainers(session, stacks, options, progress);
  const { ended } = await progress.step('Drop leases', (report) =>
    journal.step('drop leases', { mount }, async () =>
      endLeases(await identities.root(), [mount], 'by force', report),
    ),
  );
  return [
    ...started,
    `dropped ${ended} leases`,
    ...(await agreeOnPasswords(session, session.connections, progress)),
  ];
}
