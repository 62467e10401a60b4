import { sideBySide } from '../common/side-by-side';
import type { FoundToken, FoundVault } from '../common/found/vault';
import { isUnderWay } from './ceremony';
import { rootGeneration } from './generate-root';
import { databaseMounts, leaseIds, requestsAtOnce } from './leases';
import { rekeying } from './rekey';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/** All tokens but batch tokens, which leave nothing to look up. */
export async function readTokens(plan: VaultClient): Promise<FoundToken[]> {
  const accessors = await plan.list('auth/token/accessors');
  const tokens = await sideBySide(accessors, requestsAtOnce, (accessor) => readToken(plan, accessor));
  return tokens.filter((token) => token !== undefined);
}

/** Undefined where it has ended. */
async function readToken(plan: VaultClient, accessor: string): Promise<FoundToken | undefined> {
  try {
    const token = dataOf(await plan.write('auth/token/lookup-accessor', { accessor }));
    return {
      accessor,
      displayName: String(token['display_name']),
      policies: (token['policies'] ?? []) as string[],
      path: String(token['path']),
      login: (token['meta'] as { role_name?: string } | null)?.role_name,
      endsInSeconds: token['expire_time'] === null ? undefined : Number(token['ttl']),
    };
  } catch (error) {
    if (error instanceof VaultRequestProblem && error.isTokenGone) return undefined;
    throw error;
  }
}

/** How many leases there are of each role, of every database mount. */
export async function readLeaseCounts(plan: VaultClient): Promise<FoundVault['leases']> {
  const counts = new Map<string, number>();
  for (const id of await leaseIds(plan, await databaseMounts(plan))) {
    const path = id.slice(0, id.lastIndexOf('/'));
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].map(([path, count]) => ({ path, count }));
}

/** What Vault runs with, as it says itself. */
export async function readServer(plan: VaultClient): Promise<FoundVault['server']> {
  const config = dataOf((await plan.read('sys/config/state/sanitized')) ?? {});
  const listeners = (config['listeners'] ?? []) as { config: Record<string, unknown> }[];
  return {
    listeners: listeners.map(({ config: { address, tls_disable: off } }) => ({
      address: String(address),
      hasTls: !['true', '1'].includes(String(off)),
    })),
    storage: String((config['storage'] as { type: string } | undefined)?.type),
    rawStorage: config['raw_storage_endpoint'] === true,
    introspection: config['introspection_endpoint'] === true,
  };
}

/** What opens Vault, and what waits for key shares. */
export async function readSeal(plan: VaultClient): Promise<FoundVault['seal']> {
  const { shares: keyShares, threshold: keyThreshold } = await plan.sealStatus();
  const ceremonies = [rootGeneration, rekeying({ keyShares, keyThreshold })];
  const underWay = await Promise.all(ceremonies.map((ceremony) => isUnderWay(plan, ceremony)));
  return {
    keyShares,
    keyThreshold,
    ceremonies: ceremonies.filter((_, index) => underWay[index]).map(({ name }) => name),
  };
}
