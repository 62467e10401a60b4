import { alone } from '../alone';
import { verifyRoles, withProbe } from '../live-systems';
import { proveNoRoot } from '../root-tokens';
import { proveNodes } from '../nodes';
import { proveNoOrphans } from '../orphans';
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
      await proveNoOrphans(session),
      await proveNoRoot(session),
    ]);
    const claims = proofs.map(({ claim }) => claim);
    printResult(
      args,
      { proven: claims },
      claims.map((claim) => `${styled('green', '✔')} ${claim}`),
    );
  });
}
