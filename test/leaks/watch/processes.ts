import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Place } from '../search/find-secrets';

/** What was seen in `/proc` of the processes that were started meanwhile. */
export interface Seen {
  readonly arguments: readonly Place[];
  readonly environment: readonly Place[];
  /** How many processes. */
  readonly count: number;
  /** The longest time between two looks. */
  readonly longestGapMs: number;
}

/**
 * Looks at the arguments and the environment of every process, some hundred times a second, from a thread of its
 * own. What it sees stays in memory.
 */
export class ProcessWatch {
  private readonly worker = new Worker(join(__dirname, 'processes-worker.ts'), {
    execArgv: ['--require', './common/run-typescript.cjs'],
  });

  async seen(): Promise<Seen> {
    return new Promise((resolve, reject) => {
      this.worker.once('error', reject);
      this.worker.once('message', (seen: Seen) => {
        this.worker.off('error', reject);
        resolve(seen);
      });
      this.worker.postMessage('tell');
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
