import type { MeasuredRun } from '../processes/measured-run';
import type { Size } from '../series';

/** Another way to have the same in Vault, beside the deployment: on a mount of its own. */
export interface Reference {
  /** Takes away all that it made, and makes its folder anew. */
  reset(): Promise<void>;
  /** What is declared from here on. @param changed whether the first role has another TTL */
  declare(size: Size, changed: boolean): void;
  plan(): Promise<MeasuredRun>;
  apply(): Promise<MeasuredRun>;
}
