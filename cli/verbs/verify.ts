import { alone } from '../alone';
import { verifyRoles, withProbe } from '../live-systems';
import { proveNoRoot } from '../root-tokens';
import { proveNodes } from '../nodes';
import { proveNoOrphans } from '../orphans';
import { claimsOf, proofsInWords } from '../proofs';
import { printResult, styled } from '../output';
import { Progress } from '../progress';
import { openSession, type CommonArguments } from '../session';

/** Proves on the live systems that the credentials do what they are for, and nothing else. */
export async function verifyDeployment(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  await alone(session, async () => {
    const progress = new Progress();
    const nodes = await proveNodes(session, progress);
    const proofs = await progress.step('Verify', async () => [
      ...nodes,
      ...(await withProbe(session, (probe) => verifyRoles(session, probe))),
      ...(session.deployment.elsewhere === undefined
        ? [await proveNoOrphans(session), await proveNoRoot(session)]
        : []),
    ]);
    printResult(
      args,
      { proven: claimsOf(proofs) },
      proofsInWords(proofs).map((claim) => `${styled('green', '✔')} ${claim}`),
    );
  });
}
