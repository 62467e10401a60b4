import { Problem } from '../../../common/problem';
import { planPolicy, type OperatorIdentity } from '../../../constructs/names';
import type { VaultClient } from '../../../steps/vault-client';
import type { Session } from '../../session';
import { deploymentOption } from '../../summary';

/**
 * Vault as one who may ask what it holds.
 *
 * @param identity who asks
 * @throws Problem where another loss stands before this one
 */
export async function openVaultToLook(
  session: Session,
  identity: OperatorIdentity = planPolicy,
): Promise<VaultClient> {
  const { identities, store, vault } = session;
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
  if (session.deployment.elsewhere === undefined && !store.hasKeys)
    throw tell('its keys are not here', 'npx dbvault recover keys');
  if (sealed) throw tell('it is sealed', 'npx dbvault unseal');
  return identities.asOrRoot(identity);
}
