import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../common/problem';
import { dataOf, type VaultClient } from './vault-client';

/** Longer than a node must have kept up before it votes, and than an election. */
const healthyWithinMs = 120_000;
const pauseMs = 250;

/** A node as the leader knows it. */
export interface RaftNode {
  readonly name: string;
  readonly isVoter: boolean;
  readonly isHealthy: boolean;
  readonly isLeader: boolean;
}

/** What the leader says of all nodes that it knows, whether declared or not. */
export async function raftNodes(reader: VaultClient): Promise<RaftNode[]> {
  const { servers } = dataOf((await reader.read('sys/storage/raft/autopilot/state')) ?? {});
  return Object.entries((servers ?? {}) as Record<string, { healthy?: boolean; status?: string }>).map(
    ([name, { healthy, status }]) => ({
      name,
      isVoter: status === 'leader' || status === 'voter',
      isHealthy: healthy === true,
      isLeader: status === 'leader',
    }),
  );
}

/** Why the nodes are not as declared, each in words; none where all of them vote and keep up, and no other is known. */
export function whyNotWhole(declared: readonly string[], known: readonly RaftNode[]): string[] {
  const missing = declared.flatMap((name) => {
    const node = known.find((one) => one.name === name);
    if (node === undefined) return [`${name} has not joined`];
    if (!node.isHealthy) return [`${name} does not keep up`];
    return node.isVoter ? [] : [`${name} has no vote yet`];
  });
  const others = known.filter(({ name }) => !declared.includes(name));
  return [...missing, ...others.map(({ name }) => `${name} is known, and not declared`)];
}

/** A node by itself, to be asked what it holds. */
export interface DeclaredNode {
  readonly name: string;
  readonly vault: VaultClient;
}

/**
 * Why the nodes are not as declared, each in words: what the leader sees, which may be seconds old, and whether each is
 * open and holds all that the leader has written.
 */
export async function whyNotTogether(
  reader: VaultClient,
  declared: readonly DeclaredNode[],
): Promise<string[]> {
  const written = await writtenBy(reader);
  const own = await Promise.all(
    declared.map(async ({ name, vault }) => {
      const held = await appliedBy(vault);
      if (held === undefined) return [`${name} is not open`];
      return held < written ? [`${name} lacks what was written last`] : [];
    }),
  );
  const names = declared.map(({ name }) => name);
  return [...new Set([...own.flat(), ...whyNotWhole(names, await raftNodes(reader))])];
}

async function writtenBy(reader: VaultClient): Promise<number> {
  return Number((await reader.read('sys/leader'))?.['raft_committed_index'] ?? 0);
}

/** Undefined where it is away, sealed, or knows no leader. */
async function appliedBy(node: VaultClient): Promise<number | undefined> {
  try {
    if ((await node.sealStatus()).sealed) return undefined;
    const index = (await node.read('sys/leader'))?.['raft_applied_index'];
    return typeof index === 'number' ? index : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/**
 * Waits until all nodes vote and keep up: one that has just joined does so after seconds.
 *
 * @throws Problem that says which does not, where it takes longer than it ever should
 */
export async function untilWhole(
  reader: VaultClient,
  declared: readonly DeclaredNode[],
  report: (detail: string) => void,
): Promise<void> {
  const deadline = Date.now() + healthyWithinMs;
  for (;;) {
    const why = await whyNotTogether(reader, declared);
    if (why.length === 0) return;
    report(why.join(', '));
    if (Date.now() > deadline) {
      throw new Problem({
        what: 'The nodes of Vault do not hold together',
        where: reader.address,
        why: why.join(', '),
        next: 'npx dbvault status says how each node is, and docker logs what it waits for; then run the same command again',
      });
    }
    await sleep(pauseMs);
  }
}

/**
 * Takes a node off the list of those that vote, since its volume was lost. Were it to vote with an empty one, less than
 * half of the data that was agreed on could be left and nobody would notice.
 *
 * @returns whether it was on the list
 */
export async function removePeer(root: VaultClient, name: string): Promise<boolean> {
  const { config } = dataOf((await root.read('sys/storage/raft/configuration')) ?? {});
  const { servers = [] } = (config ?? {}) as { servers?: { node_id: string }[] };
  if (!servers.some(({ node_id: id }) => id === name)) return false;
  await root.write('sys/storage/raft/remove-peer', { server_id: name });
  return true;
}
