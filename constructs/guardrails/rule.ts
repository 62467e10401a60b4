import type { Checked } from './checked';
import type { RuleId } from './rule-ids';

/** One place where a rule does not hold. */
export interface Hit {
  /** The resource, provider or variable. */
  readonly address: string;
  /** What is wrong there, to be read after the address. Never a value that could be a secret. */
  readonly message: string;
}

/** What must hold of every configuration: asked at synthesis and of plans, whoever made them. */
export interface Rule {
  readonly id: RuleId;
  /** What must hold, as a sentence without a full stop. */
  readonly title: string;
  readonly severity: 'error' | 'warning';
  /** What happens where it does not hold. */
  readonly why: string;
  /** What to do, as an imperative without a full stop. */
  readonly remedy: string;
  /** A message that it gives; the rule's test makes it give this one. */
  readonly example: Hit;
  /** Whether only a plan can break it, since only a plan knows what was there before. */
  readonly isOnPlansOnly?: boolean;
  check(checked: Checked): readonly Hit[];
}
