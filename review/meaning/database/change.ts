import { masked, type Plan, type ResourceChange, type Values } from '../../plan/plan';
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

/** Empty where it is not set: the provider keeps `""`, plans null. */
export function textOf(values: Values | null, name: string): string {
  const value = values?.[name];
  return typeof value === 'string' ? value : '';
}

/** 0 where it is not set, as the provider keeps it. */
export function numberOf(values: Values | null, name: string): number {
  const value = values?.[name];
  return typeof value === 'number' ? value : 0;
}

export function listOf(values: Values | null, name: string): readonly string[] {
  const value = values?.[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Whether nobody is shown what it is. */
export function isMasked(items: readonly string[]): boolean {
  return items.includes(masked);
}

/** A path without slashes around it, as the provider has it. */
export function pathOf(values: Values | null, name: string): string {
  return textOf(values, name).replaceAll(/^\/+|\/+$/g, '');
}

/** Both are there, before and after. */
export function isKept({ before, after }: ResourceChange): boolean {
  return before !== null && after !== null;
}
