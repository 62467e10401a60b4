import { join } from 'node:path';
import { appIssuerPolicy, handOverTtlSeconds } from '../../constructs/names';
import { endIdentity } from '../../steps/end-identity';
import { handOver, handOverFiles } from '../../steps/hand-over';
import { alone } from '../alone';
import { ensureApplication, handOverFolder, hasToken } from '../application';
import { printResult } from '../output';
import { openSession, type CommonArguments, type Session } from '../session';
import { deploymentOption } from '../summary';

export interface AppIdentityArguments extends CommonArguments {
  /** End whatever the application was given before. */
  readonly endBefore: boolean;
}

/** Gives the application what it proves with who it is: a wrapped secret_id, or its token. */
export async function appIdentity(args: AppIdentityArguments): Promise<void> {
  const session = openSession(args);
  await alone(session, async () => {
    await session.identities.ensureLogins();
    const ended = args.endBefore ? await endBefore(session) : [];
    const { result, lines } = hasToken(session) ? await giveToken(session) : await giveSecretId(session);
    printResult(args, { ended: ended.length > 0, ...result }, [...ended, ...lines]);
  });
}

async function endBefore({ identities, store, journal }: Session): Promise<string[]> {
  const { secretIds, tokens } = await endIdentity(await identities.root(), store, journal);
  return [
    `Ended what the application was given: ${secretIds} secret_ids, ${tokens} tokens, and their credentials`,
  ];
}

async function giveToken(session: Session) {
  const { appTokenFile } = session.store;
  const changed = (await ensureApplication(session)).length > 0;
  const text = changed ? 'A token was made for the application' : "The application's token works";
  return { result: { changed, tokenFile: appTokenFile }, lines: [`${text}: ${appTokenFile}`] };
}

async function giveSecretId(session: Session) {
  const folder = handOverFolder(session);
  await handOver(await session.identities.as(appIssuerPolicy), folder, session.journal);
  const files = {
    roleIdFile: join(folder, handOverFiles.roleId),
    wrappedSecretIdFile: join(folder, handOverFiles.wrappingToken),
  };
  const option = deploymentOption(session);
  return {
    result: { changed: true, ...files, takeWithinSeconds: handOverTtlSeconds },
    lines: [
      `A secret_id waits for the application, for ${handOverTtlSeconds / 60} minutes and one taker:`,
      `  role_id            ${files.roleIdFile}`,
      `  wrapped secret_id  ${files.wrappedSecretIdFile}`,
      'Next, by an application that does not unwrap it itself:',
      `  npx dbvault take-identity --out <file>${option}`,
    ],
  };
}
