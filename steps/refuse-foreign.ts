import { createServer } from 'node:net';
import { Problem, exitCodes } from '../common/problem';
import { deploymentLabel, mountDescription } from '../constructs/names';
import { inspectContainer, labelsOf, type Engine } from './docker';
import { engineOf } from './engine-of';
import type { PlannedChange } from './planned-changes';
import { connectionType, mountType } from './resource-types';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/**
 * Refuses a plan that would take over what this deployment did not make: containers, networks, volumes, ports.
 *
 * @throws Problem that names the first thing in the way
 */
export async function refuseForeignContainers(
  deployment: string,
  changes: readonly PlannedChange[],
  engines: readonly Engine[] = [undefined],
): Promise<void> {
  for (const after of await created(changes, 'docker_container')) {
    const name = String(after['name']);
    const engine = engineOf(after, engines);
    const container = await inspectContainer(name, engine);
    if (container?.labels[deploymentLabel] === deployment) throw lostState(`the container '${name}'`);
    if (container !== undefined) {
      const next = `docker rename ${name} <another name>, or give the deployment another containerName`;
      throw foreign(`a container '${name}'`, `it is ${container.state}`, next);
    }
    // Of another machine Docker tells by itself.
    if (engine !== undefined) continue;
    for (const { port, address } of publishedPorts(after)) await refuseTakenPort(port, address, name);
  }
  for (const after of await created(changes, 'docker_network')) {
    const name = String(after['name']);
    const labels = await labelsOf('network', name, engineOf(after, engines));
    if (labels === undefined) continue;
    if (labels[deploymentLabel] === deployment) throw lostState(`the network '${name}'`);
    throw foreign(`a network '${name}'`, 'Docker would make a second one', `docker network rm ${name}`);
  }
  for (const after of await created(changes, 'docker_volume')) {
    const name = String(after['name']);
    const labels = await labelsOf('volume', name, engineOf(after, engines));
    // One that carries the label is this deployment's own, from before its state was lost: it is taken up again.
    if (labels === undefined || labels[deploymentLabel] === deployment) continue;
    const next = 'give the deployment another containerName, which the volume is named after';
    throw foreign(`a volume '${name}'`, "its data is not this deployment's", next);
  }
}

/** Refuses a plan that would make a mount where somebody else has one. */
export async function refuseForeignMount(
  deployment: string,
  changes: readonly PlannedChange[],
  root: VaultClient,
): Promise<void> {
  for (const after of await created(changes, 'vault_mount')) {
    const path = String(after['path']);
    const mount = await root.read(`sys/mounts/${path}`).catch(notMounted);
    if (mount === undefined) continue;
    // One of this deployment's own that the state does not know is taken up: nothing in Vault changes by it.
    if (dataOf(mount)['description'] === mountDescription(deployment)) continue;
    const next = 'give the deployment another mount, or bring back the state that knows this one';
    throw foreign(`a mount '${path}'`, `it is in the Vault at ${root.address}`, next);
  }
}

/** Refuses a plan that would write over policies of others, or mount AppRole where there is one. */
export async function refuseForeignAccess(
  deployment: string,
  changes: readonly PlannedChange[],
  root: VaultClient,
): Promise<void> {
  const next =
    'use a Vault that has none of this name, or see to it that nobody needs this one, and take it away';
  for (const after of await created(changes, 'vault_policy')) {
    const name = String(after['name']);
    if ((await root.read(`sys/policies/acl/${name}`)) !== undefined)
      throw foreign(`a policy '${name}'`, `it is in the Vault at ${root.address}`, next);
  }
  for (const after of await created(changes, 'vault_auth_backend')) {
    const path = String(after['path']);
    const mounts = dataOf((await root.read('sys/auth')) ?? {}) as Record<string, { description: string }>;
    const mount = mounts[`${path}/`];
    if (mount === undefined) continue;
    if (mount.description === mountDescription(deployment)) throw lostState(`the login mount '${path}'`);
    throw foreign(`a login mount '${path}'`, `it is in the Vault at ${root.address}`, next);
  }
}

/** Refuses a plan that would take a volume away: its data cannot be had back. */
export function refuseLostVolume(changes: readonly PlannedChange[]): void {
  const lost = changes.find(({ type, actions }) => type === 'docker_volume' && actions.includes('delete'));
  if (lost === undefined) return;
  throw new Problem({
    what: 'The plan deletes a volume, with its data',
    where: lost.address,
    why: 'a container that it is named after was renamed in the deployment',
    next: 'give the container its name back, or destroy the deployment first: npx dbvault destroy --delete-data',
    exitCode: exitCodes.refused,
  });
}

/**
 * Refuses a plan that would take a connection away: the password that Vault rotated goes with it, and so do the
 * leases that it alone can end.
 */
export function refuseLostConnection(changes: readonly PlannedChange[]): void {
  const lost = changes.find(({ type, actions }) => type === connectionType && actions.includes('delete'));
  if (lost === undefined) return;
  throw new Problem({
    what: 'The plan takes away a connection whose password only Vault knows',
    where: lost.address,
    why: 'the connection was renamed, moved or removed in the deployment',
    next: 'give it back as it was, or npx dbvault up --replace-connection: its leases end, and the user of one in its place gets a new password',
    exitCode: exitCodes.refused,
  });
}

/** Refuses a plan that would take the mount away: all connections, and what they issued, go with it. */
export function refuseLostMount(changes: readonly PlannedChange[]): void {
  const lost = changes.find(({ type, actions }) => type === mountType && actions.includes('delete'));
  if (lost === undefined) return;
  throw new Problem({
    what: 'The plan takes away the mount of connections whose passwords only Vault knows',
    where: lost.address,
    why: 'the mount was renamed in the deployment',
    next: 'give it its name back, or npx dbvault up --replace-connection: all leases end, and the users of connections get new passwords',
    exitCode: exitCodes.refused,
  });
}

/** This deployment made it, so nothing is taken over; but nobody interrupted a run, so a person should know. */
function lostState(what: string): Problem {
  return new Problem({
    what: `Terraform's state does not know ${what}, which this deployment made`,
    why: 'the state file was lost, or is that of an earlier time',
    next: 'bring the state file back, or npx dbvault recover state takes up what is there',
    exitCode: exitCodes.refused,
  });
}

function foreign(what: string, why: string, next: string): Problem {
  return new Problem({
    what: `There is ${what} that this deployment did not make`,
    why: `${why}, and Terraform's state does not know it`,
    next,
    exitCode: exitCodes.refused,
  });
}

/** Vault answers 400, not 404, for a mount that is not there. */
function notMounted(error: unknown): undefined {
  if (error instanceof VaultRequestProblem && error.statusCode === 400) return undefined;
  throw error;
}

/** Refuses to write over a connection that Terraform's state does not know: the password in it may be Vault's alone. */
export async function refuseUnknownConnection(
  changes: readonly PlannedChange[],
  dbAdmin: VaultClient,
): Promise<void> {
  for (const after of await created(changes, connectionType)) {
    const path = `${String(after['backend'])}/config/${String(after['name'])}`;
    if ((await dbAdmin.read(path)) !== undefined) throw lostState(`the connection '${path}'`);
  }
}

/** What those of a type are to be that a plan makes. */
async function created(
  changes: readonly PlannedChange[],
  type: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const made = changes.filter((change) => change.type === type && change.actions.join() === 'create');
  return Promise.all(made.map(({ after }) => after()));
}

function publishedPorts(container: Readonly<Record<string, unknown>>): { port: number; address: string }[] {
  const ports = (container['ports'] ?? []) as { external: number; ip?: string }[];
  return ports.map(({ external, ip = '127.0.0.1' }) => ({ port: external, address: ip }));
}

async function refuseTakenPort(port: number, address: string, container: string): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen(port, address, () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  throw new Problem({
    what: `Port ${port}, which '${container}' is to publish, cannot be had`,
    where: `${address}:${port}`,
    why: reasons[code] ?? code,
    next: `end that program (ss -ltnp 'sport = :${port}' names it), or choose another port in the deployment`,
    exitCode: exitCodes.refused,
  });
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
};
