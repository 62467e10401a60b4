import { planPolicy } from '../../constructs/names';
import { rootAccessors } from '../../steps/root-tokens';
import { alone } from '../alone';
import { printResult } from '../output';
import { Progress } from '../progress';
import { endRootTokens } from '../root-tokens';
import { refuseElsewhere } from '../elsewhere/refuse';
import { openSession, type CommonArguments } from '../session';

/** Ends every token that may do everything, once the identities that take root's place work. */
export async function revokeRoot(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  refuseElsewhere(session, 'revoke-root');
  await alone(session, async () => {
    const found = await rootAccessors(await session.identities.as(planPolicy));
    const { proof } = await new Progress().step('End root', () => endRootTokens(session));
    const text = found.length === 0 ? 'There was no root token.' : `Root tokens ended: ${found.length}.`;
    printResult(args, { ended: found.length, proven: [proof.claim] }, [text]);
  });
}
