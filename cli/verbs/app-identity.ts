import { alone } from '../alone';
import { ensureAppIdentity } from '../../steps/identities';
import { printResult } from '../output';
import { openSession, type CommonArguments } from '../session';

/** Makes sure that the application has a token that works. */
export async function appIdentity(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  await alone(session, async () => {
    const { identities, journal, store, vault } = session;
    await identities.ensureLogins();
    const made = await ensureAppIdentity(() => identities.root(), vault, store, journal);
    const text = made ? 'A token was made for the application' : "The application's token works";
    printResult(args, { changed: made, tokenFile: store.appTokenFile }, [`${text}: ${store.appTokenFile}`]);
  });
}
