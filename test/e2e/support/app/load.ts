import { setTimeout as sleep } from 'node:timers/promises';

export interface Failure {
  /** When the query was begun, as performance.now() has it. */
  readonly begunAtMs: number;
  readonly failedAtMs: number;
  readonly reason: string;
}

const tickMs = 5;

/** Queries at a constant rate, whether or not those before have ended. */
export class Load {
  queries = 0;
  readonly failures: Failure[] = [];
  readonly #latenciesMs: number[] = [];
  readonly #open = new Set<Promise<void>>();
  #isOn = true;
  readonly #running: Promise<void>;

  constructor(
    private readonly query: () => Promise<unknown>,
    queriesPerSecond: number,
  ) {
    this.#running = this.#run(queriesPerSecond);
  }

  /** @returns when the last query has ended */
  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#running;
    await Promise.all(this.#open);
  }

  percentileMs(percent: number): number {
    const sorted = [...this.#latenciesMs].sort((one, other) => one - other);
    return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? NaN;
  }

  async #run(queriesPerSecond: number): Promise<void> {
    const begunAtMs = performance.now();
    let sent = 0;
    while (this.#isOn) {
      const due = ((performance.now() - begunAtMs) / 1000) * queriesPerSecond;
      while (sent < due) {
        this.#send();
        sent += 1;
      }
      await sleep(tickMs);
    }
  }

  #send(): void {
    const begunAtMs = performance.now();
    const sent = this.query().then(
      () => {
        this.queries += 1;
        this.#latenciesMs.push(performance.now() - begunAtMs);
      },
      (error: unknown) => {
        const { code, message } = error as { code?: string; message: string };
        const reason = `${code ?? ''} ${message}`.trim();
        this.failures.push({ begunAtMs, failedAtMs: performance.now(), reason });
      },
    );
    this.#open.add(sent);
    void sent.then(() => this.#open.delete(sent));
  }
}

/** As many workers as there are connections, each with one piece of work after the other until a time. */
export async function keepBusy(
  workers: number,
  untilMs: number,
  work: (turn: number) => Promise<unknown>,
): Promise<{ done: number; failures: string[] }> {
  let done = 0;
  const failures: string[] = [];
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let turn = worker; performance.now() < untilMs; turn++) {
        try {
          await work(turn);
          done += 1;
        } catch (error) {
          failures.push((error as Error).message);
        }
      }
    }),
  );
  return { done, failures };
}
