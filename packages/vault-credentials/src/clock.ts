import { performance } from 'node:perf_hooks';

/** Longer ones overflow Node's timers, and end at once. */
const longestSleepSeconds = 86_400;

/** Seconds of a clock that nobody puts right: only differences mean something. */
export function nowSeconds(): number {
  return performance.now() / 1000;
}

export interface SleepProps {
  /** Whether the sleep alone keeps the process alive. */
  readonly keepsAlive: boolean;
}

/** A sleep that something else can end. */
export class Sleep {
  #wake: (() => void) | undefined;
  #isWoken = false;

  /** Ends early when `wake` is called meanwhile, or was since the last sleep. */
  async for(seconds: number, { keepsAlive }: SleepProps): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(Math.max(seconds, 0), longestSleepSeconds) * 1000);
        if (!keepsAlive) timer.unref();
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#isWoken = false;
  }

  wake(): void {
    this.#isWoken = true;
    this.#wake?.();
  }
}
