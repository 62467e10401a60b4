import type { Plan, ResourceChange, Values } from '../../plan/plan';

/** Somebody who logs in to Vault, or a token, with the policies that it has. */
export interface Identity {
  /** Such as `approle app`. */
  readonly name: string;
  readonly stack: string;
  readonly address: string;
  /** Null where it is not there. */
  readonly policiesBefore: readonly string[] | null;
  readonly policiesAfter: readonly string[] | null;
}

/** Attributes that say what a login's tokens may do. */
const policyAttributes = ['token_policies', 'policies'];

/** Attributes that say what it is called, the first one that is there. */
const nameAttributes = ['role_name', 'role', 'username', 'groupname', 'team', 'user', 'name', 'display_name'];

/** All whose policies the plans know. */
export function identitiesOf(plans: readonly Plan[]): readonly Identity[] {
  return plans.flatMap((plan) =>
    plan.resources.filter(hasPolicies).map((resource) => ({
      name: nameOf(resource),
      stack: plan.stack,
      address: resource.address,
      policiesBefore: policiesOf(resource.before),
      policiesAfter: policiesOf(resource.after),
    })),
  );
}

function hasPolicies({ type, before, after }: ResourceChange): boolean {
  if (!type.startsWith('vault_')) return false;
  return policiesOf(before) !== null || policiesOf(after) !== null;
}

function policiesOf(values: Values | null): readonly string[] | null {
  const given = policyAttributes.map((name) => values?.[name]).find(Array.isArray);
  return given === undefined ? null : (given as unknown[]).map(String);
}

function nameOf({ type, name, before, after }: ResourceChange): string {
  const values = after ?? before ?? {};
  const given = nameAttributes
    .map((attribute) => values[attribute])
    .find((value) => typeof value === 'string');
  return `${kindOf(type)} ${given ?? name}`;
}

/** `approle` of `vault_approle_auth_backend_role`, and `token` of `vault_token`. */
function kindOf(type: string): string {
  return type
    .replace(/^vault_/, '')
    .replace(/_auth_backend.*$/, '')
    .replaceAll('_', ' ');
}
