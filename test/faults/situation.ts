import type { System } from './system';

/** What a run that is killed begins with, what it is, and what must hold when it was run again. */
export interface Situation {
  readonly title: string;
  readonly prepare: (system: System) => Promise<unknown>;
  readonly command: (system: System) => readonly string[];
  readonly check: (system: System) => Promise<unknown>;
}
