import { closest } from '../../../common/closest';

describe('the closest word', () => {
  const known = ['literal-password', 'tls', 'bounded-ttl', 'audit-raw'] as const;

  it.each([
    ['tls', 'tls'],
    ['TLS', 'tls'],
    ['ttls', 'tls'],
    ['bounded-tls', 'bounded-ttl'],
    ['raw-audit', 'audit-raw'],
    ['passwords', 'literal-password'],
    ['audit', 'audit-raw'],
    ['', 'tls'],
  ])('to %j is %s', (word, expected) => {
    expect(closest(word, known)).toBe(expected);
  });

  it('is none where none is known', () => {
    const none: readonly string[] = [];
    expect(closest('tls', none)).toBeUndefined();
  });
});
