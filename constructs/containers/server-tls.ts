import type { ContainerConfig } from '@cdktf/provider-docker/lib/container';
import type { Deployment } from '../deployment';
import { caFile, projectFromStackFolder, serverFile, tlsInContainer, type ServerPart } from '../names';

/**
 * How a server gets its certificate, and the CA's; nothing where TLS is off.
 *
 * @param server what its certificate is called: `postgres`, or the name of a node of Vault
 */
export function serverTls({ name, tls }: Deployment, part: ServerPart, server: string = part) {
  if (tls === 'off') return { isOn: false, container: {}, upload: [] };
  // By path: what `content` holds would stand in Terraform's state. A renewal changes no path, so it replaces nothing.
  const source = (file: string) => `${projectFromStackFolder}/${file}`;
  return {
    isOn: true,
    container: { entrypoint: entrypoint(part) } satisfies Partial<ContainerConfig>,
    upload: [
      { file: tlsInContainer.ca, source: source(caFile(name)), permissions: '0444' },
      { file: tlsInContainer.server, source: source(serverFile(name, server)), permissions: '0400' },
    ],
  };
}

/**
 * What is uploaded belongs to root, and both servers run as a user of their own. So the file changes hands before the
 * image's own entrypoint runs, whose name differs between an official image and one that is built here.
 */
function entrypoint(user: ServerPart): string[] {
  const folders = '/dbvault /dbvault/tls';
  const script = [
    `chmod 0755 ${folders}`,
    `chown ${user} ${tlsInContainer.server}`,
    `exec "$(command -v docker-entrypoint.sh || command -v ${user}-entrypoint)" "$@"`,
  ].join(' && ');
  return ['sh', '-c', script, 'sh'];
}
