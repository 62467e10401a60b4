import { inProject } from '../common/project';
import { caFile, postgresHost, serverFile, tlsFolder, vaultHost } from '../constructs/names';
import { ensureCertificates, type Server } from '../steps/certificates';
import { loadCertificates, withOldCertificates, type TlsServer } from '../steps/load-certificates';
import type { Progress } from './progress';
import type { Session } from './session';

/** Makes the certificates, or renews them; nothing where TLS is off. */
export async function prepareCertificates({ deployment }: Session): Promise<void> {
  const { name, tls } = deployment;
  if (tls === 'off') return;
  await ensureCertificates({
    deployment: name,
    folder: inProject(tlsFolder(name)),
    servers: servers(deployment),
    ...(tls === 'made' ? {} : { given: tls }),
  });
}

/** Whether both servers have the certificates that there are; so where TLS is off. */
export async function certificatesAreLoaded(session: Session): Promise<boolean> {
  return (await withOldCertificates(tlsServers(session), session.journal)).length === 0;
}

/** Brings new certificates into what runs. @returns what changed, in words */
export async function loadNewCertificates(session: Session, progress: Progress): Promise<string[]> {
  const { journal } = session;
  const old = await withOldCertificates(tlsServers(session), journal);
  if (old.length === 0) return [];
  await progress.step('Load certificates', () => loadCertificates(old, journal));
  return [`loaded certificates into ${old.map(({ part }) => part).join(' and ')}`];
}

function servers({ vault, postgres }: Session['deployment']): Server[] {
  const loopback = ['localhost', '127.0.0.1'];
  return [
    {
      part: 'vault',
      names: [vaultHost, vault.containerName, ...loopback, '::1'],
      required: [vaultHost, '127.0.0.1'],
    },
    {
      part: 'postgres',
      names: [postgresHost, postgres.containerName, ...loopback],
      required: [postgresHost, ...(postgres.publishedPort === undefined ? [] : ['127.0.0.1'])],
    },
  ];
}

function tlsServers({ deployment }: Session): TlsServer[] {
  const { name, tls } = deployment;
  if (tls === 'off') return [];
  return (['vault', 'postgres'] as const).map((part) => ({
    part,
    container: deployment[part].containerName,
    caFile: inProject(caFile(name)),
    serverFile: inProject(serverFile(name, part)),
  }));
}
