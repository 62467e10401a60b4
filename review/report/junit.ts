import builder, { type TestSuite } from 'junit-report-builder';
import type { Asked } from '../guardrails/ask-rules';
import type { RuleViolation } from './report';
import { isBroken } from './words';

/**
 * What the guardrails say, as JUnit's XML: a suite for each stack, in it a case for each rule that holds and for each place
 * where one does not. What is waived is skipped, with the reason.
 */
export function junitOf(all: readonly Asked[]): string {
  const report = builder.newBuilder();
  for (const { stack, ruleIds, violations } of all) {
    const suite = report.testSuite().name(stack);
    for (const rule of ruleIds) {
      const broken = violations.filter((violation) => violation.rule === rule);
      if (broken.length === 0) suite.testCase().className(stack).name(rule);
      for (const violation of broken) addCase(suite, violation);
    }
  }
  return report.build();
}

function addCase(suite: TestSuite, violation: RuleViolation): void {
  const { rule, stack, address, message, remedy, waiver } = violation;
  const one = suite.testCase().className(stack).name(`${rule}: ${address}: ${message}`);
  if (isBroken(violation)) {
    const ended = waiver === undefined ? '' : `. Its waiver ended with ${waiver.until}: ${waiver.reason}`;
    one.failure(`${message}${ended}. ${remedy}`, rule);
  } else {
    one.skipped().standardOutput(`waived until ${waiver?.until ?? ''}: ${waiver?.reason ?? ''}`);
  }
}
