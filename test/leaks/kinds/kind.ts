import type { Place } from '../search/find-secrets';
import type { Scene } from '../scene';

/** A leak that was made on purpose. */
export interface Planted {
  /** Where the search is to find each of the texts. */
  readonly places: readonly string[];
  readonly remove: () => unknown;
}

/** One kind of place that a secret could leak to: how it is searched, and how a leak there is made for real. */
export interface Kind {
  readonly title: string;
  /** Nobody else writes there, so that also what merely looks like a secret is a leak. */
  readonly isOwn?: boolean;
  /** Stays until its container is removed: searched before that alone, since it takes seconds. */
  readonly lasts?: boolean;
  readonly search: (scene: Scene) => readonly Place[] | Promise<readonly Place[]>;
  readonly plant: (scene: Scene, texts: readonly string[]) => Planted | Promise<Planted>;
}
