import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './cases';
import { expectHealthy } from './healthy';
import { killGroup, type System } from './system';

const up = ['up', '--yes'];

/** As long as a run on nothing takes here; a kill after its end finds nothing to do. */
const longestMs = 15_000;

/**
 * Runs that are killed at any moment: every other one with its programs, and half of them twice, so that the second
 * kill meets what the first one left.
 */
export function randomCases(count: number, seed: number): FaultCase[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, index) => {
    const withPrograms = index % 2 === 1;
    const kills = Array.from({ length: index % 4 < 2 ? 1 : 2 }, () => Math.round(random() * longestMs));
    const at = kills.map((afterMs) => `${(afterMs / 1000).toFixed(1)} s`).join(', again after ');
    return {
      part: `random ${index + 1} of seed ${seed}`,
      title: `killed after ${at}${withPrograms ? ', with its programs' : ''}`,
      run: async (system) => {
        await system.remove();
        for (const afterMs of kills) await killAfter(system, afterMs, withPrograms);
        const { seconds } = await system.must(...up);
        await expectHealthy(system);
        return { seconds };
      },
    };
  });
}

async function killAfter(system: System, afterMs: number, withPrograms: boolean): Promise<void> {
  const { pid, ended } = system.start(up);
  const hasEnded = await Promise.race([ended.then(() => true), sleep(afterMs, false)]);
  if (hasEnded) return;
  if (withPrograms) killGroup(pid);
  else process.kill(pid, 'SIGKILL');
  await ended;
}

/** The same numbers for the same seed, on every machine. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
