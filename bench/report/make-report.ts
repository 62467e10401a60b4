import type { Scope } from '../scope';
import type { Findings } from '../series';
import type { Report } from './schema';
import { targetsOf } from './targets';

/** All that was found, with what it means for the targets. */
export function reportOf(
  findings: Findings,
  scope: Scope,
  machine: Report['machine'],
  now = new Date(),
): Report {
  const { series, curves, profiles, notes } = findings;
  return {
    version: 2,
    date: now.toISOString().slice(0, 10),
    scope: scope.name,
    machine,
    targets: targetsOf(series, profiles),
    series: series.map((one) => ({ ...one, values: one.values.map(rounded) })),
    curves: curves.map(({ what, name, points }) => ({
      what,
      name,
      points: points.map(([x, y]) => [rounded(x), rounded(y)] as [number, number]),
    })),
    profiles: profiles.map((profile) => ({
      ...profile,
      seconds: rounded(profile.seconds),
      processorSeconds: Object.fromEntries(
        Object.entries(profile.processorSeconds).map(([program, seconds]) => [program, rounded(seconds)]),
      ),
    })),
    notes: [...notes],
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
