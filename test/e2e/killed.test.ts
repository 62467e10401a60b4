import { wellAgain } from '../faults/healthy';
import { struck, type Strike } from '../faults/strike';
import { System } from '../faults/system';

const minuteMs = 60_000;
const slot = 9;

/** The three moments at which most is to be lost; `npm run test:faults` has all of them, each on its own. */
const strikes: readonly Strike[] = [
  { step: 'initialize', at: 'acted', then: 'kill' },
  { step: 'apply database', at: 'acted', then: 'kill group' },
  { step: 'rotate root', at: 'acted', then: 'kill' },
];

describe('runs that are killed one after the other', () => {
  const system = new System(slot);

  beforeAll(() => system.remove(), minuteMs);
  afterAll(() => system.close(), minuteMs);

  it.each(strikes)('up is killed when $step has $at: $then', async (strike) => {
    const { signal } = await system.dbvault(['up', '--yes'], struck(strike));
    expect(signal).toBe('SIGKILL');
  });

  it('the next one is well', async () => {
    const { seconds } = await wellAgain(system);
    expect(seconds).toBeGreaterThan(0);
  });
});
