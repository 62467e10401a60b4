import { setTimeout as sleep } from 'node:timers/promises';
import { sideBySide } from '../../../common/side-by-side';
import { rejected } from '../support/caught';

describe('working side by side', () => {
  it('returns each result in the place of its item, whichever ends first', async () => {
    const results = await sideBySide([30, 1, 15], 3, async (ms) => {
      await sleep(ms);
      return `slept ${ms}`;
    });
    expect(results).toEqual(['slept 30', 'slept 1', 'slept 15']);
  });

  it('works on so many at the same time, and no more', async () => {
    let atWork = 0;
    const seen: number[] = [];
    await sideBySide(Array.from({ length: 20 }), 4, async () => {
      seen.push(++atWork);
      await sleep(2);
      atWork -= 1;
    });
    expect(seen).toHaveLength(20);
    expect(Math.max(...seen)).toBe(4);
  });

  it('returns nothing for nothing', async () => {
    expect(await sideBySide([], 4, rejectAll)).toEqual([]);
  });

  it('throws the failure, begins nothing more, and waits for what was under way', async () => {
    const begun: number[] = [];
    let hasEnded = false;
    const failure = await rejected(
      sideBySide([1, 2, 3, 4, 5], 2, async (item) => {
        begun.push(item);
        if (item === 1) throw new Error('the first');
        await sleep(20);
        hasEnded = true;
      }),
    );
    expect(failure).toHaveProperty('message', 'the first');
    expect(begun).toEqual([1, 2]);
    expect(hasEnded).toBe(true);
  });
});

async function rejectAll(): Promise<never> {
  await sleep(0);
  throw new Error('called');
}
