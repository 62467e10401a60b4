import type { FaultCase } from './cases';
import { expect, wellAgain } from './healthy';
import { preloaded, struck } from './strike';
import { how, type Ended } from './system';

const hourMs = 3_600_000;
const up = ['up', '--yes'];

/** The machine's clock is an hour off in one run, and right in the next. */
export const clockCases: readonly FaultCase[] = [hourMs, -hourMs].flatMap((offMs) => {
  const off = offMs > 0 ? 'an hour ahead' : 'an hour behind';
  const wrong = preloaded('clock', { FAULT_CLOCK_MS: String(offMs) });
  return [
    {
      part: 'clock',
      title: `${off} in the first run`,
      run: async (system) => {
        await system.remove();
        expectDone(await system.dbvault(up, wrong));
        return wellAgain(system);
      },
    },
    {
      part: 'clock',
      title: `${off} after a run was killed`,
      run: async (system) => {
        await system.remove();
        await system.dbvault(up, struck({ step: 'apply access', at: 'acted', then: 'kill' }));
        expectDone(await system.dbvault(up, wrong));
        return wellAgain(system);
      },
    },
  ];
});

function expectDone(ended: Ended): void {
  expect(ended.exitCode === 0, `a run whose clock is off is done: ${how(ended)}\n${ended.stderr}`);
}
