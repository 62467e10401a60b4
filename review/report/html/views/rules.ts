import type { Severity } from '../../../meaning/finding';
import type { Report, RuleViolation } from '../../report';
import { isBroken, ruleState, titled } from '../../words';

/** Rules that do not hold: those that count first. */
export function rulesView({ rules }: Report) {
  const inOrder = [...rules.filter(isBroken), ...rules.filter((rule) => !isBroken(rule))];
  return {
    rules: inOrder.map((violation) => ({
      ...violation,
      // The shapes and colours are those of the findings.
      severity: shownAs(violation),
      state: titled(ruleState(violation)),
      remedy: isBroken(violation) ? violation.remedy : undefined,
    })),
  };
}

function shownAs(violation: RuleViolation): Severity {
  if (!isBroken(violation)) return 'info';
  return violation.severity === 'error' ? 'high' : 'medium';
}

/** What is otherwise than declared. */
export function driftView({ drift = [] }: Report) {
  return { drift: drift.map((difference) => ({ ...difference, word: titled(difference.severity) })) };
}
