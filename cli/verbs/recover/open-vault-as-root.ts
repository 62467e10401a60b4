import { Problem } from '../../../common/problem';
import { tokenWorks } from '../../../steps/generate-root';
import type { VaultClient } from '../../../steps/vault-client';
import { rootOf, type Session } from '../../session';
import { deploymentOption } from '../../summary';

/**
 * Vault as root, to be asked what it holds.
 *
 * @throws Problem where another loss stands before this one
 */
export async function openVaultAsRoot(session: Session): Promise<VaultClient> {
  const { store, vault } = session;
  const { initialized, sealed } = await vault.sealStatus();
  const option = deploymentOption(session);
  const tell = (why: string, next: string) =>
    new Problem({
      what: 'What Vault holds cannot be asked',
      where: vault.address,
      why,
      next: `${next}${option}`,
    });
  if (!initialized) {
    const next = store.hasKeys ? 'npx dbvault recover vault-volume' : 'npx dbvault up';
    throw tell('it is not initialized', next);
  }
  if (!store.hasKeys) throw tell('its keys are not here', 'npx dbvault recover keys');
  if (sealed) throw tell('it is sealed', 'npx dbvault unseal');
  const root = rootOf(session);
  if (await tokenWorks(vault, store.readKeys().rootToken)) return root;
  throw tell('it refuses the root token', 'npx dbvault recover keys');
}
