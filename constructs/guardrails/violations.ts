import type { Checked } from './checked';
import type { Hit, Rule } from './rule';
import type { RuleId } from './rule-ids';
import { rules } from './rules';
import { hasEnded, type Waiver } from './waiver';

/** A place where a rule does not hold, and whether the deployment lets it be. */
export interface Violation {
  readonly rule: RuleId;
  readonly title: string;
  readonly severity: Rule['severity'];
  readonly address: string;
  readonly message: string;
  readonly remedy: string;
  readonly waiver?: { readonly reason: string; readonly until: string; readonly hasEnded: boolean };
}

/** Asks all rules. @param waivers those of the deployment; none where nobody declared any */
export function findViolations(
  checked: Checked,
  waivers: readonly Waiver[] = [],
  now = new Date(),
): Violation[] {
  return rules.flatMap((rule) =>
    rule.check(checked).map((hit) => {
      const { id, title, severity, remedy } = rule;
      const violation = { rule: id, title, severity, ...hit, remedy };
      const waiver = waiverOf(waivers, id, hit, now);
      if (waiver === undefined) return violation;
      const { reason, until } = waiver;
      return { ...violation, waiver: { reason, until, hasEnded: hasEnded(waiver, now) } };
    }),
  );
}

/** Of several the one that ends last. */
function waiverOf(waivers: readonly Waiver[], rule: RuleId, hit: Hit, now: Date): Waiver | undefined {
  const matching = waivers.filter((waiver) => matches(waiver, { ...hit, rule }));
  return matching.find((waiver) => !hasEnded(waiver, now)) ?? matching[0];
}

function matches(
  { rule, resource }: Waiver,
  violation: { readonly rule: string; readonly address: string },
): boolean {
  return rule === violation.rule && (resource === undefined || resource === violation.address);
}

/** Those that nothing needs. Of rules that only plans break nobody knows before there is one. */
export function unusedWaivers(
  waivers: readonly Waiver[],
  violations: readonly { readonly rule: string; readonly address: string }[],
): Waiver[] {
  const onPlansOnly = new Set(rules.filter(({ isOnPlansOnly }) => isOnPlansOnly).map(({ id }) => id));
  return waivers.filter(
    (waiver) => !onPlansOnly.has(waiver.rule) && !violations.some((violation) => matches(waiver, violation)),
  );
}

/** Whether it counts: nothing waives it, or nothing does any more. */
export function counts({ waiver }: Pick<Violation, 'waiver'>): boolean {
  return waiver?.hasEnded !== false;
}

/** What is told where it counts: what is wrong, whether a waiver ended, and on a line of its own what to do. */
export function describeViolation({ rule, address, message, remedy, waiver }: Violation): string {
  const ended = waiver === undefined ? '' : `. Its waiver ended with ${waiver.until} (${waiver.reason})`;
  return `${rule}: ${address}: ${message}${ended}\n${remedy}`;
}
