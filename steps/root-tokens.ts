import { sideBySide } from '../common/side-by-side';
import { requestsAtOnce } from './leases';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/**
 * The accessors of the tokens that may do everything: those with the policy `root`.
 *
 * @param reader a client that may list accessors and look each of them up
 */
export async function rootAccessors(reader: VaultClient): Promise<string[]> {
  const accessors = await reader.list('auth/token/accessors');
  const isRoot = await sideBySide(accessors, requestsAtOnce, (accessor) => hasRootPolicy(reader, accessor));
  return accessors.filter((_, index) => isRoot[index]);
}

/**
 * Ends every token with the policy `root`, also those of killed runs that nobody knows, and the client's own last.
 *
 * @returns how many others there were
 */
export async function revokeRootTokens(root: VaultClient): Promise<number> {
  const own = dataOf((await root.read('auth/token/lookup-self')) ?? {})['accessor'];
  const others = (await rootAccessors(root)).filter((accessor) => accessor !== own);
  for (const accessor of others) await root.write('auth/token/revoke-accessor', { accessor });
  await root.write('auth/token/revoke-self');
  return others.length;
}

async function hasRootPolicy(reader: VaultClient, accessor: string): Promise<boolean> {
  try {
    const { policies } = dataOf(await reader.write('auth/token/lookup-accessor', { accessor }));
    return Array.isArray(policies) && policies.includes('root');
  } catch (error) {
    // It has ended since it was listed.
    if (error instanceof VaultRequestProblem && error.isTokenGone) return false;
    throw error;
  }
}
