import type { RuleId } from './rule-ids';

/** A rule that a deployment breaks on purpose. */
export interface Waiver {
  /** The rule's id: docs/guardrails.md has them. */
  readonly rule: RuleId;
  /** The address as `npx dbvault check` shows it. @default every resource of the deployment */
  readonly resource?: string;
  /** Why it has to be so: whoever reviews a change reads it. */
  readonly reason: string;
  /** The last day it counts, in UTC, such as `2027-01-31`. */
  readonly until: string;
}

/** Whether its last day is over. */
export function hasEnded({ until }: Waiver, now: Date): boolean {
  return now.toISOString().slice(0, 'yyyy-mm-dd'.length) > until;
}
