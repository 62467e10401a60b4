import type { Action, Plan, ResourceChange, Values } from '../../../../review/plan/plan';

/** One resource of a plan, by its address. */
export function resource(
  address: string,
  action: Action,
  before: Values | null,
  after: Values | null,
  more: Partial<ResourceChange> = {},
): ResourceChange {
  const [type = '', name = ''] = address.split('.');
  const common = { reason: undefined, unknown: [], replacedBy: [], changedSecrets: [] };
  return { address, type, name, action, before, after, ...common, ...more };
}

export function planOf(stack: string, ...resources: ResourceChange[]): Plan {
  return { stack, resources, drift: [] };
}
