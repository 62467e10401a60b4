import { printResult } from '../output';
import { Progress } from '../progress';
import { alone, openSession, type CommonArguments } from '../session';
import { unseal } from '../../steps/unseal';

/** Opens Vault with the key shares of the key store, as after each of its restarts. */
export async function unsealVault(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  await alone(session, async () => {
    const opened = await new Progress().step('Unseal Vault', () =>
      unseal(session.vault, () => session.store.readKeys().shares),
    );
    const text = opened ? 'Vault is unsealed.' : 'Vault was unsealed already.';
    printResult(args, { unsealed: true, changed: opened }, [text]);
  });
}
