import { shareSets } from '../../../steps/share-sets';

describe('sets of shares', () => {
  it('are all choices, the first shares first', () => {
    expect(shareSets(['a', 'b', 'c', 'd'], 3)).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'd'],
      ['a', 'c', 'd'],
      ['b', 'c', 'd'],
    ]);
  });

  it('are none where there are too few', () => expect(shareSets(['a', 'b'], 3)).toEqual([]));

  it('are not more than can be tried', () => {
    const shares = Array.from({ length: 40 }, (_, index) => String(index));
    expect(shareSets(shares, 20)).toHaveLength(300);
  });
});
