import { withRoot } from '../e2e/support/as-root';
import { vaultApi } from '../e2e/support/outside';
import { expect } from './healthy';
import type { Situation } from './situation';
import { until, type System } from './system';

const nodes = 3;

/** Vault's own health, by status: one that serves, and one that stands by. */
const serves = 200;
const standsBy = 429;

/** A Vault of which all nodes but the first are taken in. */
export const severalNodes: Situation = {
  title: 'nothing was there, and Vault is to have three nodes',
  prepare: async (system) => {
    await system.remove();
    system.haveNodes(nodes);
  },
  command: () => ['up', '--yes'],
  check: expectOneVault,
};

/** All nodes are open, of one Vault that the key shares are of, each with a vote, and what it issues works. */
async function expectOneVault(system: System): Promise<void> {
  const health = await Promise.all(
    system.vaultPorts.map(async (port) => ({ port, ...(await vaultApi(port, '', 'sys/health')) })),
  );
  const leaders = health.filter(({ status }) => status === serves);
  const others = health.filter(({ status }) => status === standsBy);
  expect(leaders.length === 1 && others.length === nodes - 1, 'one node serves, and the others stand by');
  const clusters = new Set(health.map(({ body }) => body['cluster_id']));
  expect(clusters.size === 1, 'all nodes are of one Vault');
  expect(clusters.has(system.kept('keys/vault-cluster-id')), 'the key store belongs to this Vault');
  const { port = 0 } = leaders[0] ?? {};
  await withRoot(port, system.keys().shares, async (root) => {
    await until('each node has a vote', async () => (await votersOf(port, root)).length === nodes);
  });
  await system.must('verify');
}

async function votersOf(port: number, root: string): Promise<readonly { voter: boolean }[]> {
  const { body } = await vaultApi(port, root, 'sys/storage/raft/configuration');
  const { config } = body['data'] as { config: { servers: readonly { voter: boolean }[] } };
  expect(config.servers.length === nodes, `Raft knows ${nodes} nodes: ${config.servers.length}`);
  return config.servers.filter(({ voter }) => voter);
}
