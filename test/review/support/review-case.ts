import type { Finding, FindingKind, Severity } from '../../../review/meaning/finding';
import type { Pair } from './plan-pairs';

export interface Expected {
  readonly kind: FindingKind;
  readonly address: string;
  /** @default any */
  readonly severity?: Severity;
}

/** A change, and what a reviewer has to be told of it: all of that, and nothing else. */
export interface ReviewCase extends Pair {
  readonly title: string;
  readonly expected: readonly Expected[];
}

/** What is not as expected, in lines. */
export function disagreements(
  expected: readonly Expected[],
  found: readonly Finding[],
): { readonly missing: readonly string[]; readonly unexpected: readonly string[] } {
  const left = [...found];
  const missing = expected.filter((one) => {
    const index = left.findIndex(
      ({ kind, address, severity }) =>
        kind === one.kind && address === one.address && severity === (one.severity ?? severity),
    );
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return {
    missing: missing.map(({ kind, address, severity = 'any' }) => `${severity} ${kind} ${address}`),
    unexpected: left.map(
      ({ kind, address, severity, meaning }) => `${severity} ${kind} ${address}: ${meaning}`,
    ),
  };
}
