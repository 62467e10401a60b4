import { mountDescription } from '../constructs/names';
import { dataOf, type VaultClient } from './vault-client';

/**
 * Where a deployment's database secrets engines are mounted, the one of an earlier configuration too. A mount's
 * description says whose it is; one of an earlier version has none, and Terraform's state says so.
 *
 * @param knownToState the mounts that the state has
 */
export async function ownMounts(
  root: VaultClient,
  deployment: string,
  knownToState: readonly string[],
): Promise<string[]> {
  const mounts = dataOf((await root.read('sys/mounts')) ?? {}) as Record<
    string,
    { type: string; description: string }
  >;
  return Object.entries(mounts)
    .map(([path, { type, description }]) => ({ path: path.replace(/\/$/, ''), type, description }))
    .filter(({ type }) => type === 'database')
    .filter(
      ({ path, description }) =>
        description === mountDescription(deployment) || (description === '' && knownToState.includes(path)),
    )
    .map(({ path }) => path);
}
