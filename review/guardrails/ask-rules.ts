import type { Checked } from '../../constructs/guardrails/checked';
import { rules } from '../../constructs/guardrails/rules';
import { fromPlan } from '../../constructs/guardrails/sources/plan';
import { fromSynthesized } from '../../constructs/guardrails/sources/synthesized';
import { findViolations, unusedWaivers } from '../../constructs/guardrails/violations';
import type { Waiver } from '../../constructs/guardrails/waiver';
import type { PlanJson } from '../plan/plan-json';
import type { RuleViolation } from '../report/report';

/** What the rules say of one stack, or of one plan. */
export interface Asked {
  /** The stack's name, or the plan's file. */
  readonly stack: string;
  readonly ruleIds: readonly string[];
  readonly resources: number;
  /** Those that are waived too. */
  readonly violations: readonly RuleViolation[];
}

/** Asks all rules about a plan, whoever made it. @param waivers of the deployment; none where there is no deployment */
export function askPlan(stack: string, plan: PlanJson, waivers: readonly Waiver[] = []): Asked {
  const ruleIds = rules.map(({ id }) => id);
  return asked(stack, ruleIds, fromPlan(plan), waivers);
}

/** Asks the rules about a synthesized stack. @param json what `cdk.tf.json` holds */
export function askSynthesis(stack: string, json: unknown, waivers: readonly Waiver[]): Asked {
  const ruleIds = rules.filter(({ isOnPlansOnly }) => !isOnPlansOnly).map(({ id }) => id);
  return asked(stack, ruleIds, fromSynthesized(json), waivers);
}

/** Those of the waivers that nothing in any stack needs. */
export function notNeeded(waivers: readonly Waiver[], all: readonly Asked[]): readonly Waiver[] {
  return unusedWaivers(
    waivers,
    all.flatMap(({ violations }) => violations),
  );
}

function asked(
  stack: string,
  ruleIds: readonly string[],
  checked: Checked,
  waivers: readonly Waiver[],
): Asked {
  const violations = findViolations(checked, waivers).map((violation) => ({ stack, ...violation }));
  return { stack, ruleIds, resources: checked.resources.length, violations };
}
