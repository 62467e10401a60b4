import type { System } from './system';

/** What became of a case: how long the system took to be well again, or why there was nothing to survive. */
export type Outcome = { readonly seconds: number } | { readonly notReached: string };

/** One fault on one deployment of its own. */
export interface FaultCase {
  /** The step, or what fails. */
  readonly part: string;
  readonly title: string;
  /** @throws Error with what does not hold */
  readonly run: (system: System) => Promise<Outcome>;
}
