import { randomBytes } from 'node:crypto';
import { combineShares } from '../../../steps/combine-shares';
import { splitKey } from '../support/split-key';

describe('combining key shares', () => {
  const key = randomBytes(32);

  it.each([
    [3, 2],
    [5, 3],
    [9, 9],
  ])('of %d, any %d make the key', (shares, threshold) => {
    const all = splitKey(key, shares, threshold);
    expect(combineShares(all.slice(0, threshold))).toEqual(key);
    expect(combineShares(all.reverse().slice(0, threshold))).toEqual(key);
  });

  it('fewer make another key', () => {
    expect(combineShares(splitKey(key, 5, 3).slice(0, 2))).not.toEqual(key);
  });

  it('one that belongs to another key makes another key', () => {
    const [first = '', second = ''] = splitKey(key, 5, 3);
    const [, , foreign = ''] = splitKey(randomBytes(32), 5, 3);
    expect(combineShares([first, second, foreign])).not.toEqual(key);
  });

  it('the only share of a key that was not split is the key', () => {
    expect(combineShares([key.toString('base64')])).toEqual(key);
  });
});
