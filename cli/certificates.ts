import { inProject } from '../common/project';
import { caFile, postgresHost, serverFile, tlsFolder } from '../constructs/names';
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
  return [`loaded certificates into ${old.map(({ server }) => server).join(' and ')}`];
}

function servers({ vault, postgres }: Session['deployment']): Server[] {
  const loopback = ['localhost', '127.0.0.1'];
  const published = postgres.address === undefined ? [] : [postgres.address];
  return [
    ...vault.nodes.map(({ name, containerName, address }): Server => {
      const further = loopback.includes(address) ? [] : [address];
      return {
        part: 'vault',
        server: name,
        names: [name, containerName, ...loopback, '::1', ...further],
        required: [name, address],
      };
    }),
    {
      part: 'postgres',
      server: postgresHost,
      names: [postgresHost, postgres.containerName, ...loopback, ...published],
      required: [
        postgresHost,
        ...(postgres.publishedPort === undefined ? [] : [postgres.address ?? '127.0.0.1']),
      ],
    },
  ];
}

function tlsServers({ deployment }: Session): TlsServer[] {
  const { name, tls } = deployment;
  if (tls === 'off') return [];
  const files = (server: string) => ({
    server,
    caFile: inProject(caFile(name)),
    serverFile: inProject(serverFile(name, server)),
  });
  const nodes = deployment.vault.nodes.map((node): TlsServer => ({
    part: 'vault',
    container: node.containerName,
    engine: node.engine,
    ...files(node.name),
  }));
  return [
    ...nodes,
    { part: 'postgres', container: deployment.postgres.containerName, ...files(postgresHost) },
  ];
}
