import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../common/problem';
import { logTail, type Engine } from './docker';
import type { SealStatus, VaultClient } from './vault-client';

const defaultWithinMs = 60_000;
const pauseMs = 50;

export interface WaitOptions {
  /** @default as long as the system is known to take */
  readonly withinMs?: number;
  /** Ends the waiting early, as a failure. @default nothing does */
  readonly signal?: AbortSignal | undefined;
  /** Where its container is. @default this machine's */
  readonly engine?: Engine;
}

/**
 * Waits until Vault's API answers, sealed or not: nothing announces that a port is listening.
 *
 * @throws Problem with the end of its log when it does not in time
 */
export async function waitForVault(
  vault: VaultClient,
  container: string,
  { withinMs = defaultWithinMs, signal, engine }: WaitOptions = {},
): Promise<SealStatus> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await vault.sealStatus();
    } catch (error) {
      if (Date.now() > deadline || signal?.aborted === true)
        throw await tooLate(error, container, withinMs, engine);
    }
    await sleep(pauseMs);
  }
}

async function tooLate(
  error: unknown,
  container: string,
  withinMs: number,
  engine: Engine,
): Promise<unknown> {
  if (!(error instanceof Problem)) return error;
  return new Problem({
    what: error.what,
    ...(error.where === undefined ? {} : { where: error.where }),
    why: `${error.why ?? 'no answer'}, for ${withinMs / 1000} s${await logTail(container, engine)}`,
    next: `docker logs ${container}`,
  });
}
