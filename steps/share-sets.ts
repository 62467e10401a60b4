const mostSets = 300;

/**
 * Every choice of as many shares as open Vault, the first ones first: a share that was copied wrongly, or belongs to
 * another Vault, must not spoil the others.
 */
export function shareSets(shares: readonly string[], threshold: number): string[][] {
  const sets: string[][] = [];
  const choose = (chosen: string[], from: number): void => {
    if (sets.length >= mostSets) return;
    if (chosen.length === threshold) {
      sets.push(chosen);
      return;
    }
    shares.slice(from).forEach((share, index) => choose([...chosen, share], from + index + 1));
  };
  choose([], 0);
  return sets;
}
