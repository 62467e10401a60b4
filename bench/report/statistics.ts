/** The middle of some values, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws Error where there is no value */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('nothing was measured');
  return { median: percentile(values, 50), least: Math.min(...values), most: Math.max(...values) };
}

/**
 * The value that so many percent of all are not above; between two values it is taken in proportion.
 *
 * @throws Error where there is no value
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (Math.min(Math.max(percent, 0), 100) / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('nothing was measured');
  return below + (above - below) * (place - Math.floor(place));
}

/** Round by round, for what slows a round down slows both. Rounds that only one of them has say nothing. */
export function ratios(values: readonly number[], base: readonly number[]): number[] {
  return values.slice(0, base.length).map((value, round) => value / (base[round] ?? Number.NaN));
}

/** The power of the size that something grows with between two sizes: 1 is linear. */
export function growthPower(
  from: { readonly size: number; readonly value: number },
  to: { readonly size: number; readonly value: number },
): number {
  return Math.log(to.value / from.value) / Math.log(to.size / from.size);
}
