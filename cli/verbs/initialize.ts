import { alone } from '../alone';
import { openVault, type OpenVaultOptions } from '../open-vault';
import { printResult } from '../output';
import { Progress } from '../progress';
import { refuseElsewhere } from '../elsewhere/refuse';
import { openSession, type CommonArguments } from '../session';

/** Initializes Vault where that was not done, keeps its key shares, and unseals it. */
export async function initializeVault(args: CommonArguments & OpenVaultOptions): Promise<void> {
  const session = openSession(args);
  refuseElsewhere(session, 'initialize');
  await alone(session, async () => {
    const changed = await new Progress().step('Open Vault', (report) => openVault(session, report, args));
    const lines =
      changed.length === 0 ? ['Vault was initialized and open already.'] : changed.map((c) => `✔ ${c}`);
    printResult(args, { changed, keyStore: session.store.folder }, [
      ...lines,
      `Key shares: ${session.store.place}`,
    ]);
  });
}
