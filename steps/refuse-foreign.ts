import { createServer } from 'node:net';
import { Problem, exitCodes } from '../common/problem';
import { inspectContainer } from './docker';
import type { PlannedChange } from './terraform-stack';
import type { VaultClient } from './vault-client';

/**
 * Refuses a plan that would take over what this deployment did not make: a container or a port.
 *
 * @throws Problem that names the first thing in the way
 */
export async function refuseForeignContainers(changes: readonly PlannedChange[]): Promise<void> {
  for (const { after } of created(changes, 'docker_container')) {
    const name = String(after['name']);
    const container = await inspectContainer(name);
    if (container !== undefined) {
      throw new Problem({
        what: `There is a container '${name}' that this deployment did not make`,
        where: 'Docker',
        why: `it is ${container.state}, and Terraform's state does not know it`,
        next: `docker rename ${name} <another name>, or give the deployment another containerName`,
        exitCode: exitCodes.refused,
      });
    }
    for (const port of publishedPorts(after)) await refuseTakenPort(port, name);
  }
}

/** Refuses a plan that would make a mount where there is one. */
export async function refuseForeignMount(
  changes: readonly PlannedChange[],
  dbAdmin: VaultClient,
): Promise<void> {
  for (const { after } of created(changes, 'vault_mount')) {
    const path = String(after['path']);
    const mount = await dbAdmin.read(`sys/mounts/${path}`).catch(notMounted);
    if (mount === undefined) continue;
    throw new Problem({
      what: `There is a mount '${path}' that this deployment did not make`,
      where: dbAdmin.address,
      why: "Terraform's state does not know it",
      next: 'give the deployment another mount, or bring back the state that knows this one',
      exitCode: exitCodes.refused,
    });
  }
}

/** Vault answers 400, not 404, for a mount that is not there. */
function notMounted(error: unknown): undefined {
  if (error instanceof Problem && 'statusCode' in error && error.statusCode === 400) return undefined;
  throw error;
}

function created(changes: readonly PlannedChange[], type: string): readonly PlannedChange[] {
  return changes.filter((change) => change.type === type && change.actions.join() === 'create');
}

function publishedPorts(container: Readonly<Record<string, unknown>>): number[] {
  const ports = (container['ports'] ?? []) as { external: number }[];
  return ports.map(({ external }) => external);
}

async function refuseTakenPort(port: number, container: string): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  throw new Problem({
    what: `Port ${port}, which '${container}' is to publish, cannot be had`,
    where: `127.0.0.1:${port}`,
    why: code === 'EADDRINUSE' ? 'another program listens there' : code,
    next: `end that program (ss -ltnp 'sport = :${port}' names it), or choose another port in the deployment`,
    exitCode: exitCodes.refused,
  });
}
