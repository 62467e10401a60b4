import { exitCodes } from '../../common/problem';
import { planPolicy } from '../../constructs/names';
import { waitForVault } from '../../steps/wait-for-vault';
import { alone } from '../alone';
import { proveNodes } from '../nodes';
import { openSealed } from '../open-sealed';
import { printResult } from '../output';
import { Progress } from '../progress';
import { refuseElsewhere } from '../elsewhere/refuse';
import { openSession, type CommonArguments, type Session } from '../session';
import { unsealInTurn, type Turn } from '../unseal-in-turn';

/** Asked right after a restart, it waits this long for Vault's port. */
const startsWithinMs = 10_000;

/**
 * Opens Vault, as after each of its restarts: with the key store, or with shares that people give, one after the other
 * and each from another run. Exit code 2 while it takes more.
 */
export async function unsealVault(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  refuseElsewhere(session, 'unseal');
  await alone(session, async () => {
    const progress = new Progress();
    const turn = await progress.step('Unseal Vault', () => open(session));
    // So that the next node of a rolling restart may go.
    if (turn.isOpen && (await session.identities.ifThere(planPolicy)) !== undefined)
      await proveNodes(session, progress);
    const { isOpen, changed, given, threshold } = turn;
    printResult(args, { unsealed: isOpen, changed, ...(isOpen ? {} : { given, threshold }) }, [words(turn)]);
    if (!isOpen) process.exitCode = exitCodes.changes;
  });
}

async function open(session: Session): Promise<Turn> {
  const { vault, nodes, shares } = session;
  const answers = nodes.map((node) =>
    waitForVault(node.vault, node.containerName, { withinMs: startsWithinMs, engine: node.engine }),
  );
  // Of several nodes those that answer are opened.
  await Promise.any(answers).catch(() => answers[0]);
  await Promise.allSettled(answers);
  const { threshold, initialized } = await vault.sealStatus();
  // Of several nodes one that is open tells nothing of the others.
  const states = await Promise.all(nodes.map((node) => node.vault.sealStatus().catch(() => undefined)));
  const sealed = states.some((status) => status?.sealed === true);
  const inTurn = shares.comeFromPeople && initialized && sealed && shares.brought().length < threshold;
  if (inTurn) return unsealInTurn(session);
  return { isOpen: true, changed: await openSealed(session), given: threshold, threshold };
}

function words({ isOpen, changed, given, threshold }: Turn): string {
  if (isOpen) return changed ? 'Vault is unsealed.' : 'Vault was unsealed already.';
  const missing = threshold - given;
  const news = changed ? '' : 'Vault has this key share already: ';
  return `${news}${given} of ${threshold} key shares given; ${missing} more ${missing === 1 ? 'opens' : 'open'} it`;
}
