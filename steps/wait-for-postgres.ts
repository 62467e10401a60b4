import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../common/problem';
import { run } from '../common/run';
import { logTail } from './docker';
import type { WaitOptions } from './wait-for-vault';

const defaultWithinMs = 90_000;
const restartPauseMs = 200;

// Over TCP: the temporary server of the first start listens on its socket alone.
const untilReady = 'until pg_isready --quiet --host=127.0.0.1; do sleep 0.1; done';

/**
 * Waits until PostgreSQL takes connections from the network.
 *
 * @throws Problem with the end of its log when it does not in time
 */
export async function waitForPostgres(
  container: string,
  { withinMs = defaultWithinMs, signal }: WaitOptions = {},
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && signal?.aborted !== true) {
    const result = await run('docker', ['exec', container, 'sh', '-c', untilReady], {
      timeoutMs: deadline - Date.now(),
    });
    if (result.exitCode === 0) return;
    await sleep(restartPauseMs);
  }
  throw new Problem({
    what: 'PostgreSQL does not start',
    where: container,
    why: `not within ${withinMs / 1000} s${await logTail(container)}`,
    next: `docker logs ${container}`,
  });
}
