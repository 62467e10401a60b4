import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StepName } from '../../steps/step-list';
import { until, type Ended, type System } from './system';

/**
 * Where in a step: `before` it is written down and nothing is called; `acting`, Terraform has sent its first change;
 * `acted`, the system did it and the command does not know; `answered`, it knows and has not written it down.
 */
export type Point = 'before' | 'acting' | 'acted' | 'answered';

export interface Strike {
  readonly step: StepName;
  readonly at: Point;
  /** The process alone, so that its programs go on, or all of them at once. */
  readonly then: 'kill' | 'kill group';
  /** What acts, where it is not the first to do anything. @default a request to Vault or a program */
  readonly by?: 'Terraform';
}

/** What the command's environment says so that it is struck. */
export function struck(strike: Strike): NodeJS.ProcessEnv {
  return preloaded('strike', { FAULT: JSON.stringify(strike) });
}

/** Loads a file of test/faults/preload into the command. */
export function preloaded(name: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: `--import ./test/faults/preload/${name}.mjs`, ...env };
}

/**
 * Holds a run at a boundary while something happens to the systems, and lets it go on.
 *
 * @returns how it ended; undefined where it never came to that boundary
 */
export async function heldAt(
  system: System,
  command: readonly string[],
  { step, at }: Pick<Strike, 'step' | 'at'>,
  meanwhile: () => unknown,
): Promise<Ended | undefined> {
  const folder = mkdtempSync(join(system.scratch, 'hold-'));
  const env = preloaded('strike', { FAULT: JSON.stringify({ step, at, then: 'hold', folder }) });
  const run = system.start(command, env);
  let hasEnded = false;
  void run.ended.then(() => (hasEnded = true));
  const isReached = () => existsSync(join(folder, 'reached'));
  await until(`the run comes to '${step}'`, () => isReached() || hasEnded);
  try {
    if (isReached()) await meanwhile();
  } finally {
    writeFileSync(join(folder, 'go'), '');
  }
  const ended = await run.ended;
  return isReached() ? ended : undefined;
}
