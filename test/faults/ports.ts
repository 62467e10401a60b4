const firstPort = 18_240;
const firstPortOfSeveral = 18_260;

/** The first port of a deployment's Vault, whose nodes have one each: told apart by slot. */
export function firstPortOf(slot: number, nodes: number): number {
  return nodes === 1 ? firstPort + slot : firstPortOfSeveral + slot * nodes;
}
