/** Attributes and blocks by name. A block is an object, or a list of them. */
export type Tree = Readonly<Record<string, unknown>>;

/** Stands for a value that only an apply tells. */
export const notKnown = Symbol('not known before the apply');

/** What a configuration writes in the place of a value. */
export class Reference {
  constructor(
    /** Such as `var.password` or `docker_image.vault.image_id`; none where functions work on constants alone. */
    readonly to: readonly string[],
  ) {}
}

/** A resource or a provider, in one form whatever it was read from. */
export interface CheckedBlock {
  /** Such as `vault_policy.app`, `module.x.vault_policy.app["a"]` or `provider.vault`. */
  readonly address: string;
  /** The resource's type, or the provider's name. */
  readonly type: string;
  /** The module that it is in, such as `module.x`; empty for the root. */
  readonly module: string;
  /**
   * What it will be: `notKnown` where only an apply tells, and a text that is known in part with `${…}` in it. What is
   * not set is null or is not there.
   */
  readonly values: Tree;
  /** What the configuration writes: literal values, and a `Reference` in the place of others. */
  readonly given: Tree;
}

export interface CheckedVariable {
  /** Such as `var.password` or `module.x.var.password`. */
  readonly address: string;
  /** Undefined where there is none. */
  readonly default: unknown;
  /** Undefined where the source does not tell. */
  readonly isEphemeral: boolean | undefined;
  /** What a module's caller writes for it; undefined where nobody does. */
  readonly given: unknown;
}

/** A resource that goes, for good or to be made anew. */
export interface CheckedEnding {
  readonly address: string;
  readonly type: string;
  readonly action: 'delete' | 'replace';
  readonly before: Tree;
}

/** All that rules are asked about. */
export interface Checked {
  /** Those that will be there. */
  readonly resources: readonly CheckedBlock[];
  readonly providers: readonly CheckedBlock[];
  readonly variables: readonly CheckedVariable[];
  readonly endings: readonly CheckedEnding[];
}
