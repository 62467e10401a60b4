import type { DriftFinding } from '../../../../review/report/report';

/** Something that somebody does by hand. */
export interface Change {
  readonly title: string;
  readonly make: () => Promise<unknown>;
  /** What is told of it; `what` as it begins. */
  readonly told: Pick<DriftFinding, 'system' | 'severity' | 'what'>;
  /** Takes it back. @default the command that the finding names */
  readonly mend?: () => Promise<unknown>;
}
