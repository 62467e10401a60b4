import { readFileSync } from 'node:fs';
import { Problem } from '../common/problem';
import { lastLines } from '../common/run';
import { sha256Of } from '../common/sha256-of';
import { tlsInContainer, type ServerPart } from '../constructs/names';
import { docker, inspectContainer, runDocker, type Engine } from './docker';
import type { Journal } from './journal';

/** A container that serves TLS, and the files that it is to have. */
export interface TlsServer {
  readonly part: ServerPart;
  /** `postgres`, or the node of Vault. */
  readonly server: string;
  readonly container: string;
  /** @default this machine's */
  readonly engine?: Engine;
  readonly caFile: string;
  readonly serverFile: string;
}

/** In one move: a server that starts in the middle finds the old file or the new one. */
const replace =
  'umask 077; cat > "$1.new" && chown "$2" "$1.new" && chmod "$3" "$1.new" && mv -f "$1.new" "$1"';

/** The servers that run with other certificates than these files, or have not read them yet. */
export async function withOldCertificates(
  servers: readonly TlsServer[],
  journal: Journal,
): Promise<readonly TlsServer[]> {
  const isInterrupted = journal.isInterrupted('load certificates');
  const differs = await Promise.all(servers.map((server) => hasOthers(server)));
  return servers.filter(
    (_, index) => differs[index] === 'others' || (isInterrupted && differs[index] === 'same'),
  );
}

/**
 * Brings certificates into the containers that run, and has the servers read them: PostgreSQL keeps its sessions, and
 * Vault stays open.
 */
export async function loadCertificates(servers: readonly TlsServer[], journal: Journal): Promise<void> {
  const containers = servers.map(({ container }) => container).join(' ');
  await journal.step('load certificates', { containers }, async () => {
    // What they trust comes first, for as long as the one has its new certificate and the other does not.
    for (const server of servers) await put(server, server.caFile, tlsInContainer.ca, 'root', '0444');
    for (const server of servers) {
      await put(server, server.serverFile, tlsInContainer.server, server.part, '0400');
      await docker(['kill', '--signal', 'HUP', server.container], server.engine);
    }
  });
}

async function put(
  { container, engine }: TlsServer,
  file: string,
  target: string,
  owner: string,
  mode: string,
): Promise<void> {
  const args = ['exec', '--interactive', '--user', 'root', container];
  const script = ['sh', '-c', replace, 'sh', target, owner, mode];
  const result = await runDocker([...args, ...script], engine, { input: readFileSync(file, 'utf8') });
  if (result.exitCode === 0) return;
  throw new Problem({
    what: 'A certificate could not be brought into a container',
    where: container,
    why: lastLines(result.stderr),
    next: 'correct the cause and run npm run up again: it goes on where it stopped',
  });
}

/** A container that does not run, or was made before there was TLS, gets the files when Terraform makes it. */
async function hasOthers(server: TlsServer): Promise<'same' | 'others' | 'none'> {
  const { container, caFile, serverFile, engine } = server;
  const paths = [tlsInContainer.ca, tlsInContainer.server];
  const args = ['exec', '--user', 'root', container, 'sha256sum', ...paths];
  const [result, found, ...wanted] = await Promise.all([
    runDocker(args, engine),
    inspectContainer(container, engine),
    sha256Of(caFile),
    sha256Of(serverFile),
  ]);
  if (result.stdout === '' || found?.state !== 'running') return 'none';
  const sums = result.stdout.split('\n').map((line) => line.split(' ')[0]);
  return wanted.every((sum, index) => sum === sums[index]) ? 'same' : 'others';
}
