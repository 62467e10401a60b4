/** Half of another change: who remembers only a part of a word leaves the rest out. */
const addedLetter = 0.5;

/** The word that is most like another one: with the fewest letters to change, to take out or to add. */
export function closest<Word extends string>(word: string, known: readonly Word[]): Word | undefined {
  const [first] = known
    .map((one) => ({ one, distance: distanceBetween(word.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return first?.one;
}

/** Levenshtein's. */
function distanceBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, count) => count * addedLetter);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + addedLetter));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
