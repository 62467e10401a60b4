import { sideBySide } from '../common/side-by-side';
import { appPolicy, appRoleMount, appSecretIdPath } from '../constructs/names';
import { requestsAtOnce } from './leases';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

const accessorPath = `auth/${appRoleMount}/role/${appPolicy}/secret-id-accessor`;

/** What a secret_id carries the id of its hand-over under; the tokens that it logs in for carry it too. */
export const handOverMark = 'hand_over';

/**
 * Ends the application's secret_ids of these hand-overs; tokens that came of them go on.
 *
 * @param handOvers ids of hand-overs, or every one that there is
 * @returns how many there were
 */
export async function endSecretIds(
  issuer: VaultClient,
  handOvers: readonly string[] | 'all',
): Promise<number> {
  if (handOvers.length === 0) return 0;
  const accessors = await issuer.list(appSecretIdPath);
  const ended = await sideBySide(accessors, requestsAtOnce, async (accessor) => {
    const isMeant = handOvers === 'all' || handOvers.includes(await markOf(issuer, accessor));
    if (isMeant)
      await ifThere(() => issuer.write(`${accessorPath}/destroy`, { secret_id_accessor: accessor }));
    return isMeant;
  });
  return ended.filter((is) => is).length;
}

/** Empty where it has none, or has ended since it was listed. */
async function markOf(issuer: VaultClient, accessor: string): Promise<string> {
  const found = await ifThere(() => issuer.write(`${accessorPath}/lookup`, { secret_id_accessor: accessor }));
  const { metadata } = dataOf(found ?? {});
  return (metadata as Record<string, string> | null | undefined)?.[handOverMark] ?? '';
}

/** A secret_id may log in for the last time at any moment. */
async function ifThere<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof VaultRequestProblem && error.statusCode === 404) return undefined;
    throw error;
  }
}
