import { alone } from '../alone';
import { ensureAppIdentity } from '../../steps/identities';
import { printResult } from '../output';
import { openSession, rootOf, type CommonArguments } from '../session';

/** Makes sure that the application has a token that works. */
export async function appIdentity(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  await alone(session, async () => {
    const { store, vault } = session;
    const made = await ensureAppIdentity(() => rootOf(session), vault, store, session.journal);
    const text = made ? 'A token was made for the application' : "The application's token works";
    printResult(args, { changed: made, tokenFile: store.appTokenFile }, [`${text}: ${store.appTokenFile}`]);
  });
}
