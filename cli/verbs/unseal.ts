import { alone } from '../alone';
import { printResult } from '../output';
import { Progress } from '../progress';
import { openSession, type CommonArguments } from '../session';
import { unseal } from '../../steps/unseal';
import { waitForVault } from '../../steps/wait-for-vault';

/** Asked right after a restart, it waits this long for Vault's port. */
const startsWithinMs = 10_000;

/** Opens Vault with the key shares of the key store, as after each of its restarts. */
export async function unsealVault(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  await alone(session, async () => {
    const opened = await new Progress().step('Unseal Vault', async () => {
      await waitForVault(session.vault, session.deployment.vault.containerName, { withinMs: startsWithinMs });
      return unseal(session.vault, session.journal, () => session.store.readKeys().shares);
    });
    const text = opened ? 'Vault is unsealed.' : 'Vault was unsealed already.';
    printResult(args, { unsealed: true, changed: opened }, [text]);
  });
}
