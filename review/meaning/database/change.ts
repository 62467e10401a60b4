import { masked, type Plan, type ResourceChange } from '../../plan/plan';
import type { Finding, FindingKind, Severity } from '../finding';

/** A resource in the plan of a stack. */
export interface StackChange extends ResourceChange {
  readonly stack: string;
}

/** All resources of these types, those that stay as they are too. */
export function resourcesOf(plans: readonly Plan[], ...types: readonly string[]): readonly StackChange[] {
  return plans.flatMap(({ stack, resources }) =>
    resources.filter(({ type }) => types.includes(type)).map((resource) => ({ ...resource, stack })),
  );
}

/** Where a finding is found. */
export type Place = Pick<StackChange, 'stack' | 'address'>;

export function finding(
  { stack, address }: Place,
  kind: FindingKind,
  severity: Severity,
  meaning: string,
  reason: string,
  next?: string,
): Finding {
  return { kind, severity, stack, address, meaning, reason, ...(next === undefined ? {} : { next }) };
}

/** Whether nobody is shown what it is. */
export function isMasked(items: readonly string[]): boolean {
  return items.includes(masked);
}

/** Both are there, before and after. */
export function isKept({ before, after }: ResourceChange): boolean {
  return before !== null && after !== null;
}
