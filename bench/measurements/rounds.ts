/**
 * Runs all parts once a round, and turns their order around each round, so that none always comes first and what
 * else the machine does meets all of them.
 */
export async function inRounds(
  rounds: number,
  parts: readonly ((round: number) => Promise<void>)[],
): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    for (const part of round % 2 === 1 ? parts : parts.toReversed()) await part(round);
  }
}
