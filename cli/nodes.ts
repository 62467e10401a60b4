import { planPolicy } from '../constructs/names';
import { raftNodes, untilWhole, whyNotTogether, type RaftNode } from '../steps/raft-nodes';
import type { VaultClient } from '../steps/vault-client';
import type { Proof } from '../steps/verify';
import type { Progress } from './progress';
import type { Session } from './session';

/** Whether all nodes vote and keep up; so where there is one. */
export async function nodesAreWhole(session: Session, reader: VaultClient): Promise<boolean> {
  if (session.nodes.length === 1) return true;
  return (await whyNotTogether(reader, session.nodes)).length === 0;
}

/**
 * Waits until all nodes vote and keep up, and says so; nothing is proven of a single one.
 *
 * @throws Problem that says which does not
 */
export async function proveNodes(session: Session, progress: Progress): Promise<Proof[]> {
  if (session.nodes.length === 1) return [];
  const found = await progress.step('Wait for all nodes', (report) =>
    session.identities.look(planPolicy, async (reader) => {
      await untilWhole(reader, session.nodes, report);
      return raftNodes(reader);
    }),
  );
  return [{ claim: inWords(found) }];
}

function inWords(found: readonly RaftNode[]): string {
  const spare = Math.floor((found.length - 1) / 2);
  const names = found.map(({ name }) => name).join(', ');
  return `all ${found.length} nodes of Vault vote and keep up (${names}): any ${spare} may be gone`;
}
