import fc from 'fast-check';
import { growthPower, percentile, ratios, spreadOf } from '../../../bench/report/statistics';

const some = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('percentile', () => {
  it.each([
    [[7], 99, 7],
    [[3, 1, 2], 50, 2],
    [[1, 2, 3, 4], 50, 2.5],
    [[1, 2, 3, 4, 5], 95, 4.8],
    [Array.from({ length: 101 }, (_, index) => index), 99, 99],
  ])('of %j at %d is %d', (values, percent, expected) => {
    expect(percentile(values, percent)).toBeCloseTo(expected, 10);
  });

  it('leaves the order of what it is given', () => {
    const values = [3, 1, 2];
    percentile(values, 50);
    expect(values).toEqual([3, 1, 2]);
  });

  it('lies within the values, and never falls as the percentage rises', () => {
    fc.assert(
      fc.property(some, fc.nat(100), fc.nat(100), (values, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(percentile(values, 0)).toBe(Math.min(...values));
        expect(percentile(values, 100)).toBe(Math.max(...values));
        expect(percentile(values, low)).toBeLessThanOrEqual(percentile(values, high) * (1 + 1e-12));
      }),
    );
  });

  it('refuses to tell of nothing', () => {
    expect(() => percentile([], 50)).toThrow('nothing was measured');
    expect(() => spreadOf([])).toThrow('nothing was measured');
  });
});

describe('ratios', () => {
  it('are those of one round, not of medians', () => {
    expect(ratios([2, 30], [1, 10])).toEqual([2, 3]);
  });

  it('leave out rounds that one of them lacks', () => {
    expect(ratios([2, 30, 5], [1])).toEqual([2]);
    expect(ratios([2], [1, 10])).toEqual([2]);
  });

  it('are not moved by what slows a whole round', () => {
    fc.assert(
      fc.property(some, fc.double({ min: 0.5, max: 50, noNaN: true }), (base, slowness) => {
        const ours = base.map((value) => value * 2);
        const slowed = ratios(
          ours.map((value) => value * slowness),
          base.map((value) => value * slowness),
        );
        for (const ratio of slowed) expect(ratio).toBeCloseTo(2, 6);
      }),
    );
  });
});

it.each([0, 0.5, 1, 2])('tells the power %d that something grows with', (power) => {
  const from = { size: 100, value: 10 };
  expect(growthPower(from, { size: 10_000, value: 10 * 100 ** power })).toBeCloseTo(power, 10);
});
