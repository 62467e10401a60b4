import type { Plan, ResourceChange, Values } from '../../plan/plan';
import { textOf } from '../../plan/values';
import { parsePolicy, PolicyError, type PathRule } from '../../../common/policies/parse-policy';

/** A policy of a plan, before and after. */
export interface PlannedPolicy {
  /** What it is called, before and after; undefined where it is not there. */
  readonly nameBefore: string | undefined;
  readonly nameAfter: string | undefined;
  readonly stack: string;
  readonly address: string;
  /** None where it is not there. */
  readonly before: readonly PathRule[];
  readonly after: readonly PathRule[];
  /** Whether its text, or whether it is there at all, changes. */
  readonly isChanged: boolean;
  /** Why nobody can tell what it allows after: until somebody can, that counts as what it allowed before. */
  readonly problem?: string;
}

export function policiesOf(plans: readonly Plan[]): readonly PlannedPolicy[] {
  return plans.flatMap(({ stack, resources }) =>
    resources.filter(({ type }) => type === 'vault_policy').map((resource) => policyOf(stack, resource)),
  );
}

function policyOf(stack: string, resource: ResourceChange): PlannedPolicy {
  const { address, name, action, before, after } = resource;
  const rulesBefore = readableRules(before);
  const common = {
    nameBefore: before === null ? undefined : textOf(before, 'name') || name,
    nameAfter: after === null ? undefined : textOf(after, 'name') || name,
    stack,
    address,
    before: rulesBefore,
    isChanged: action !== 'no-op',
  };
  if (after !== null && typeof after['policy'] !== 'string')
    return { ...common, after: rulesBefore, problem: 'its text is known only when it is applied' };
  try {
    return { ...common, after: rulesOf(after) };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { ...common, after: rulesBefore, problem: `Vault would refuse it: ${error.message}` };
  }
}

function rulesOf(values: Values | null): readonly PathRule[] {
  return values === null ? [] : parsePolicy(textOf(values, 'policy'));
}

/** What is applied already was taken by Vault. */
function readableRules(values: Values | null): readonly PathRule[] {
  try {
    return rulesOf(values);
  } catch (error) {
    if (error instanceof PolicyError) return [];
    throw error;
  }
}
