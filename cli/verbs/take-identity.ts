import { resolve } from 'node:path';
import { Problem, exitCodes } from '../../common/problem';
import { proveOwnFileWritable, writeOwnFile } from '../../common/own-file';
import { readHandedOver } from '../../steps/hand-over';
import { takeIdentity } from '../../steps/take-identity';
import { handOverFolder, hasToken } from '../application';
import { printResult } from '../output';
import { openSession, type CommonArguments } from '../session';

export interface TakeIdentityArguments extends CommonArguments {
  /** The folder of what was handed over. @default the deployment's own */
  readonly from: string | undefined;
  /** Where the token goes. */
  readonly out: string;
}

/** Takes what was handed over, for an application that has no code for it, and writes the token that it gets. */
export async function takeAppIdentity(args: TakeIdentityArguments): Promise<void> {
  const session = openSession(args);
  if (hasToken(session)) {
    throw new Problem({
      what: 'There is nothing to take',
      why: `the application of '${session.deployment.name}' has a token: ${session.store.appTokenFile}`,
      next: 'give the application this file',
      exitCode: exitCodes.usage,
    });
  }
  const out = resolve(args.out);
  const handed = readHandedOver(args.from === undefined ? handOverFolder(session) : resolve(args.from));
  // What is taken can be taken once: what else can fail comes first.
  proveOwnFileWritable(out);
  const { token, ttlSeconds, uses } = await takeIdentity(session.vault, handed);
  writeOwnFile(out, `${token}\n`);
  printResult(args, { tokenFile: out, ttlSeconds, uses }, [
    `The application's token: ${out}`,
    `It lives for ${ttlSeconds} s, and on where it is renewed${uses === 0 ? '' : `; it makes ${uses} requests`}`,
  ]);
}
