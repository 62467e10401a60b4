import { severities, type Severity } from '../meaning/finding';
import type { DriftFinding } from '../report/report';

/** A finding without the system that it is of. */
export type Difference = Omit<DriftFinding, 'system'>;

/** What stands for nothing, declared or found. */
export const none = 'none';

export function foundIn(system: DriftFinding['system'], differences: readonly Difference[]): DriftFinding[] {
  return differences.map((difference) => ({ system, ...difference }));
}

/** The weightiest of them. */
export function worstOf(some: readonly Severity[], least: Severity): Severity {
  const index = Math.min(...[...some, least].map((severity) => severities.indexOf(severity)));
  return severities[index] ?? least;
}
