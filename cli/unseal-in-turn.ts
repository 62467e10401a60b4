import { lookAtNodes } from './open-nodes';
import { openSuffices, untilActive } from '../steps/unseal';
import { giveShares } from '../steps/give-shares';
import type { SealStatus } from '../steps/vault-client';
import { askForShare } from './ask-for-share';
import { waysToDecrypt } from './custody';
import { canAsk, HiddenPrompt } from './hidden-prompt';
import type { Session } from './session';

/** How far people have come who open Vault together. */
export interface Turn {
  readonly isOpen: boolean;
  /** Whether Vault took a share that it had not. */
  readonly changed: boolean;
  /** Shares that it has now, of how many it takes. */
  readonly given: number;
  readonly threshold: number;
}

/**
 * Gives Vault what this run has of shares, beside those that others gave before. At a terminal, without a file, it asks
 * for one after the other until Vault opens or nobody answers.
 *
 * @throws Problem where there is none to give, or those that Vault has do not open it
 */
export async function unsealInTurn(session: Session): Promise<Turn> {
  const { vault, journal, shares } = session;
  const before = await vault.sealStatus();
  const brought = shares.brought();
  if (session.nodes.length > 1) return giveToNodes(session, brought);
  if (brought.length > 0) return turn(before, await giveShares(vault, journal, brought));
  if (!canAsk()) throw shares.tooFew(0, before.threshold - before.progress);
  const prompt = new HiddenPrompt();
  try {
    return turn(before, await askInTurn(session, prompt, before));
  } finally {
    prompt.close();
  }
}

/** Each node takes shares by itself: all that are sealed get what this run has. */
async function giveToNodes(session: Session, brought: readonly string[]): Promise<Turn> {
  const { journal, shares, vault } = session;
  const given = brought.length > 0 ? brought : await shares.atLeast(1);
  const turns: Turn[] = [];
  for (const node of await lookAtNodes(session)) {
    if (node.status?.initialized !== true || !node.status.sealed || !node.isMarked) continue;
    turns.push(turn(node.status, await giveShares(node.vault, journal, given, openSuffices)));
  }
  const { threshold, sealed } = await vault.sealStatus();
  const [least] = turns.sort((one, other) => one.given - other.given);
  if (least === undefined) return { isOpen: !sealed, changed: false, given: threshold, threshold };
  if (turns.every(({ isOpen }) => isOpen)) await untilActive(vault);
  return { ...least, isOpen: turns.every(({ isOpen }) => isOpen) };
}

async function askInTurn(
  { vault, journal, store }: Session,
  prompt: HiddenPrompt,
  before: SealStatus,
): Promise<SealStatus> {
  let now = before;
  let remark = '';
  while (now.sealed) {
    const question = `${waysToDecrypt(store)}${remark}Key share ${now.progress + 1} of ${now.threshold}`;
    const share = await askForShare(prompt, [], question);
    if (share === undefined) break;
    const next = await giveShares(vault, journal, [share]);
    remark = next.sealed && next.progress === now.progress ? 'Vault has that key share already.\n' : '';
    now = next;
  }
  return now;
}

function turn(before: SealStatus, after: SealStatus): Turn {
  return {
    isOpen: !after.sealed,
    changed: !after.sealed || after.progress > before.progress,
    given: after.progress,
    threshold: after.threshold,
  };
}
