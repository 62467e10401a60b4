import { setTimeout as sleep } from 'node:timers/promises';
import { inRounds } from '../../../bench/measurements/rounds';
import { upTo, withClients } from '../../../bench/systems/clients';

describe('inRounds', () => {
  it('runs all parts each round, each second round the other way round', async () => {
    const order: string[] = [];
    const part = (name: string) => async (round: number) => {
      await sleep(1);
      order.push(`${name}${round}`);
    };
    await inRounds(3, [part('a'), part('b')]);
    expect(order).toEqual(['a1', 'b1', 'b2', 'a2', 'a3', 'b3']);
  });
});

describe('withClients', () => {
  it('does each thing once, as many at the same time as there are clients', async () => {
    const done: number[] = [];
    let now = 0;
    let most = 0;
    await withClients(4, upTo(20), async (index) => {
      most = Math.max(most, ++now);
      await sleep(2);
      now--;
      done.push(index);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(4);
  });

  it('begins nothing more after a failure, and throws it when all have ended', async () => {
    const begun: number[] = [];
    let ended = 0;
    const work = async (index: number) => {
      begun.push(index);
      await sleep(index === 1 ? 1 : 10);
      ended++;
      if (index === 1) throw new Error('refused');
    };
    await expect(withClients(3, upTo(100), work)).rejects.toThrow('refused');
    expect(begun).toEqual([0, 1, 2]);
    expect(ended).toBe(3);
  });
});
