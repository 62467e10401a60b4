import type { Action } from '../plan/plan';
import type { Finding } from '../meaning/finding';
import type { Capability } from '../../common/policies/capability';

/** The number of the JSON report's form: raised where a reader would have to change. */
export const reportVersion = 1;

/** What is known of the systems that a plan was made against. */
export type Basis =
  /** What runs was looked at. */
  | 'live'
  /** Nothing runs that could be looked at, or it is closed: what Terraform's state says. */
  | 'state'
  /** There is nothing yet. */
  | 'new';

/** An attribute of a resource that changes. Values are text as a person reads it, without secrets. */
export interface AttributeChange {
  readonly name: string;
  /** Null where it is not set. */
  readonly before: string | null;
  readonly after: string | null;
  readonly forcesReplacement: boolean;
}

export interface ResourceReport {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  readonly attributes: readonly AttributeChange[];
}

export interface StackReport {
  readonly name: string;
  readonly basis: Basis;
  /** How many resources each action changes. */
  readonly counts: Readonly<Partial<Record<Action, number>>>;
  readonly changes: readonly ResourceReport[];
}

/** A text of many lines that changes: a policy, or SQL. */
export interface TextChange {
  readonly stack: string;
  readonly address: string;
  /** Such as `policy app`, or `role db-app: creation`. */
  readonly title: string;
  readonly language: 'hcl' | 'sql' | 'text';
  /** Empty where there is none. */
  readonly before: string;
  readonly after: string;
}

/** What one identity may do with one path. */
export interface AccessRow {
  readonly path: string;
  readonly before: readonly Capability[];
  readonly after: readonly Capability[];
  readonly isChanged: boolean;
}

export interface IdentityAccess {
  /** Such as `approle app`, or `policy app` where the plan names nobody who has it. */
  readonly identity: string;
  readonly policiesBefore: readonly string[];
  readonly policiesAfter: readonly string[];
  readonly rows: readonly AccessRow[];
}

/** A guardrail that does not hold. */
export interface RuleViolation {
  readonly rule: string;
  readonly title: string;
  readonly severity: 'error' | 'warning';
  readonly stack: string;
  readonly address: string;
  readonly message: string;
  readonly remedy: string;
  /** Why the deployment lets it be, and until when (`2027-01-31`). Past that day it does not count. */
  readonly waiver?: { readonly reason: string; readonly until: string; readonly hasEnded: boolean };
}

/** Something that is otherwise than declared, told by the live systems. */
export interface DriftFinding {
  readonly system: 'Vault' | 'PostgreSQL' | 'Docker' | 'Terraform';
  readonly severity: Finding['severity'];
  /** What it is about, such as `policy by-hand`. */
  readonly what: string;
  readonly declared: string;
  readonly found: string;
  readonly next: string;
}

/** All that is told about a plan, in the same form to every reader. No secret is in it. */
export interface Report {
  readonly version: typeof reportVersion;
  readonly deployment: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly outcome: 'clean' | 'changes';
  readonly stacks: readonly StackReport[];
  /** The weightiest first. */
  readonly findings: readonly Finding[];
  readonly access: readonly IdentityAccess[];
  readonly texts: readonly TextChange[];
  readonly rules: readonly RuleViolation[];
  /** Undefined where nobody looked for it. */
  readonly drift?: readonly DriftFinding[];
}
