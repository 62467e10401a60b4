import { openNodes } from './open-nodes';
import { unseal, unsealWithOneOf } from '../steps/unseal';
import type { Session } from './session';

/**
 * Opens Vault with the key shares that this run has or gets: all of its nodes that answer.
 *
 * @returns whether it was sealed
 * @throws Problem where it is not initialized, or the shares are too few or do not open it
 */
export async function openSealed(session: Session): Promise<boolean> {
  const { vault, nodes, journal, store, shares } = session;
  if (nodes.length > 1) return (await openNodes(session)).length > 0;
  const fromStore = () => store.readKeys().shares;
  const { sealed, initialized } = await vault.sealStatus();
  // Those of the key store are a set that Vault made: where the first ones do not open it, one is damaged.
  if (!shares.comeFromPeople || !initialized || !sealed) return unseal(vault, journal, fromStore);
  await shares.use(async (sets) => ({ shares: await unsealWithOneOf(vault, journal, sets) }));
  return true;
}
