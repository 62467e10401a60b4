import type { TokenIdentity } from '../../constructs/names';
import { alone } from '../alone';
import { printResult } from '../output';
import { rootNext } from '../root-tokens';
import { openSession, type CommonArguments } from '../session';

export interface TokenArguments extends CommonArguments {
  readonly identity: TokenIdentity;
}

/** Prints a token for another program, such as `cdktf`: its output is a secret. Root's stays until it is ended. */
export async function token(args: TokenArguments): Promise<void> {
  const session = openSession(args);
  const { identities } = session;
  await alone(session, async () => {
    const client = args.identity === 'root' ? await identities.root() : await identities.as(args.identity);
    if (args.identity === 'root')
      console.error(`This token may do everything, and stays until you run ${rootNext(session)}`);
    printResult(args, { identity: args.identity, token: client.token }, [client.token]);
    identities.handOver(args.identity);
  });
}
