/** What Terraform would do to a resource; `forget` changes the state alone. */
export const actions = ['no-op', 'read', 'create', 'update', 'delete', 'replace', 'forget'] as const;
export type Action = (typeof actions)[number];

export type Values = Readonly<Record<string, unknown>>;

/** One resource of a plan, before and after. */
export interface ResourceChange {
  /** Where it is, such as `vault_policy.app` or `module.x.vault_policy.app[0]`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly action: Action;
  /** Why it is replaced or deleted, as Terraform names it, such as `replace_because_tainted`. */
  readonly reason: string | undefined;
  /** Null where it is not there before, or after. */
  readonly before: Values | null;
  /** What is known of it; what only an apply tells is left out. */
  readonly after: Values | null;
  /** Attributes that only an apply tells, or parts of which. */
  readonly unknown: readonly string[];
  /** Attributes that force it to be replaced. */
  readonly replacedBy: readonly string[];
  /** Attributes of which something that nobody is shown changes; where it is in a block, its path too: `a`, `a.0.b`. */
  readonly changedSecrets: readonly string[];
}

/** One stack's plan, or one that another project made. Secrets are masked. */
export interface Plan {
  readonly stack: string;
  readonly resources: readonly ResourceChange[];
  /** What was changed beside Terraform, as it found when it looked. */
  readonly drift: readonly ResourceChange[];
}

/** What stands in the place of a secret. */
export const masked = '(sensitive)';

/** Those that change what runs or what Vault holds. */
export function changesOf(plan: Plan): readonly ResourceChange[] {
  return plan.resources.filter(isChange);
}

export function isChange({ action }: ResourceChange): boolean {
  return action !== 'no-op' && action !== 'read';
}
