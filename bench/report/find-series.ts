import type { Contender, Series, Size, Unit } from '../series';

/** What tells one series from another. */
export interface Wanted {
  readonly what: string;
  readonly by: Contender;
  readonly unit?: Unit;
  readonly size?: Size | undefined;
  readonly clients?: number | undefined;
}

/** The values of a series; undefined where it was not measured. */
export function valuesOf(all: readonly Series[], wanted: Wanted): readonly number[] | undefined {
  const { what, by, unit = 's', size, clients } = wanted;
  return all.find(
    (one) =>
      one.what === what &&
      one.by === by &&
      one.unit === unit &&
      one.clients === clients &&
      one.size?.roles === size?.roles &&
      one.size?.connections === size?.connections,
  )?.values;
}

/** The sizes that something was measured at, the smallest first. */
export function sizesOf(all: readonly Series[], what: string, by: Contender = 'dbvault'): Size[] {
  return all
    .filter((one) => one.what === what && one.by === by && one.unit === 's')
    .flatMap(({ size }) => size ?? [])
    .toSorted((a, b) => a.roles - b.roles);
}
