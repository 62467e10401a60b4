import type { Plan, Values } from '../plan/plan';

/** What is to be there after the plans, of one type: as the constructs have it, and so as no second place says it. */
export function declaredOf(plans: readonly Plan[], type: string): readonly Values[] {
  const resources = plans.flatMap((plan) => plan.resources.filter((resource) => resource.type === type));
  return resources.map(({ after }) => after).filter((values) => values !== null);
}
