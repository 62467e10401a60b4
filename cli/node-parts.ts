import { Problem } from '../common/problem';
import { planPolicy } from '../constructs/names';
import { raftNodes, type RaftNode } from '../steps/raft-nodes';
import { lookAtNodes, type LookedAt } from './open-nodes';
import type { Session } from './session';
import { deploymentOption } from './summary';
import type { Part } from './verbs/status';

/** How each of several nodes is, as it says itself and as the leader sees it; none of a single one. */
export async function nodeParts(session: Session): Promise<Part[]> {
  if (session.nodes.length === 1) return [];
  const [found, known] = await Promise.all([lookAtNodes(session), knownByLeader(session)]);
  const own = session.store.clusterId;
  const parts = found.map((node): Part => {
    const seen = known?.find(({ name }) => name === node.name);
    const { words, ok } = stateOf(node, seen, own);
    return {
      part: `Vault node ${node.name}`,
      address: node.vault.address,
      state: words,
      ok,
      next: `npm run up --${deploymentOption(session)}`,
    };
  });
  const others = (known ?? []).filter(({ name }) => !found.some((node) => node.name === name));
  return [...parts, ...others.map((other) => undeclared(other))];
}

function stateOf(
  { status }: LookedAt,
  seen: RaftNode | undefined,
  own: string | undefined,
): { words: string; ok: boolean } {
  if (status === undefined) return { words: 'does not answer', ok: false };
  if (!status.initialized) return { words: 'empty, not taken in', ok: false };
  if (status.sealed) return { words: 'sealed', ok: false };
  if (own !== undefined && status.clusterId !== own) return { words: 'a Vault of its own', ok: false };
  if (seen === undefined) return { words: 'open', ok: true };
  const role = seen.isLeader ? 'leader' : 'standby';
  const vote = seen.isVoter ? 'votes' : 'no vote yet';
  return {
    words: `${role}, ${vote}, ${seen.isHealthy ? 'keeps up' : 'does not keep up'}`,
    ok: seen.isVoter && seen.isHealthy,
  };
}

function undeclared({ name }: RaftNode): Part {
  return {
    part: `Vault node ${name}`,
    address: 'not in the deployment',
    state: 'known to the leader',
    ok: false,
    next: `docs/high-availability.md says how it is taken off the list`,
  };
}

/** Undefined where nobody can be asked. */
async function knownByLeader({ identities }: Session): Promise<RaftNode[] | undefined> {
  try {
    const reader = await identities.ifThere(planPolicy);
    return reader === undefined ? undefined : await raftNodes(reader);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
