import type { FaultCase, Outcome } from './cases';
import { System } from './system';

/** Much of a case is waiting, for locks and for containers that start: more than one fits on a core. */
const sideBySide = 3;

export interface Result {
  readonly part: string;
  readonly title: string;
  readonly outcome: Outcome | { readonly failed: string };
}

/** Runs cases side by side, each worker on a deployment of its own, and says a line a case. */
export async function runCases(cases: readonly FaultCase[]): Promise<Result[]> {
  const waiting = [...cases.entries()];
  const results: Result[] = [];
  const work = async (_: unknown, worker: number) => {
    const system = new System(worker + 1);
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, one] = next;
        results[index] = await runCase(one, system);
      }
    } finally {
      await system.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, cases.length) }, work));
  return results;
}

async function runCase({ part, title, run }: FaultCase, system: System): Promise<Result> {
  const started = Date.now();
  const outcome = await run(system).catch((error: unknown) => ({
    failed: error instanceof Error ? error.message : String(error),
  }));
  const took = `${((Date.now() - started) / 1000).toFixed(0)} s`;
  console.log(`${word(outcome)} ${part}: ${title} (${took})`);
  if ('failed' in outcome) console.log(outcome.failed);
  if ('notReached' in outcome) console.log(`  ${outcome.notReached}`);
  return { part, title, outcome };
}

function word(outcome: Result['outcome']): string {
  if ('failed' in outcome) return 'FAIL';
  return 'notReached' in outcome ? 'NOT REACHED' : 'PASS';
}
