import { combineShares } from './combine-shares';

/**
 * Which of these shares are not of the key that others make: wrongly copied, or of another Vault. Vault is not asked,
 * and tells it not.
 *
 * @param right as many as make the key, seen to do so
 */
export function wrongShares(shares: readonly string[], right: readonly string[]): string[] {
  const key = combineShares(right);
  return shares.filter(
    (share) => !right.includes(share) && !combineShares([...right.slice(1), share]).equals(key),
  );
}
