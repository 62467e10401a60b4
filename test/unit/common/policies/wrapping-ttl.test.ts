import { ttlSeconds } from '../../../../common/policies/wrapping-ttl';

describe('how long a wrapped answer may live', () => {
  it.each([
    [900, 900],
    ['', 0],
    ['900', 900],
    ['-1', -1],
    ['15m', 900],
    ['1h30m', 5400],
    ['2d', 172_800],
    ['1.5h', 5400],
    ['.5m', 30],
    ['500ms', 0.5],
    ['-2m', -120],
  ])('%j is %d seconds', (given, seconds) => {
    expect(ttlSeconds(given)).toBeCloseTo(seconds, 9);
  });

  it.each(['1w', '1h 30m', 'soon', '1.5', '1.5d', 'm', ' ', true, ['1h'], {}])('%j is none', (given) => {
    expect(ttlSeconds(given)).toBeUndefined();
  });
});
