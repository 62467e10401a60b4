import { matchLeases, type Group } from '../../../steps/match-leases';

const withinMs = 2000;

/** Roles by the second in their name, and leases by the second they were issued at. */
function match(roles: readonly number[], leases: readonly number[]): Group[] {
  return matchLeases(
    roles.map((second, index) => ({
      name: `v-${index}-at-${second}`,
      madeAtMs: second * 1000,
      validUntil: '',
    })),
    leases.map((second) => ({ id: `lease-at-${second}`, issuedAtMs: second * 1000, endsAtMs: 0 })),
    withinMs,
  );
}

/** The names in each group that has roles left, with how many of them are. */
function left(groups: readonly Group[]): [string[], number][] {
  return groups
    .filter(({ rolesLeft }) => rolesLeft > 0)
    .map(({ roles, rolesLeft }) => [roles.map(({ name }) => name), rolesLeft]);
}

describe('matching leases to roles by time', () => {
  it.each([
    ['nobody at all', [], []],
    ['one of each', [10], [10.02]],
    ['a lease in the second after the name', [10], [11.01]],
    ['many in the same second', [10, 10, 10, 10], [10.1, 10.2, 10.3, 11]],
    ['some on each side of a second, in another order', [10, 11, 10, 11], [11.02, 11.05, 10.9, 11.9]],
    ['seconds far apart', [10, 100, 1000], [1000.5, 10.5, 100.5]],
  ])('leaves no role: %s', (_, roles, leases) => {
    expect(left(match(roles, leases))).toEqual([]);
  });

  it('leaves a role that no lease came after', () => {
    expect(left(match([10, 50], [50.1]))).toEqual([[['v-0-at-10'], 1]]);
  });

  it('leaves a role whose time lies after every lease', () => {
    expect(left(match([10, 50], [10.1]))).toEqual([[['v-1-at-50'], 1]]);
  });

  it('does not give a lease to a role that was made after it', () => {
    const groups = match([10], [9.9]);
    expect(left(groups)).toEqual([[['v-0-at-10'], 1]]);
    expect(groups.map(({ leasesLeft }) => leasesLeft)).toEqual([1, 0]);
  });

  it('does not give a lease to a role that was made too long before it', () => {
    expect(left(match([10], [12]))).toEqual([[['v-0-at-10'], 1]]);
  });

  it('tells how many are left of the same second, not which', () => {
    const groups = match([10, 10, 10], [10.1]);
    expect(left(groups)).toEqual([[['v-0-at-10', 'v-1-at-10', 'v-2-at-10'], 2]]);
  });

  it('does not let one lease stand for two roles', () => {
    expect(left(match([10, 11], [11.5]))).toEqual([[['v-0-at-10', 'v-1-at-11'], 1]]);
  });

  it('counts the leases that have no role', () => {
    const groups = match([10], [10.1, 10.2, 70]);
    expect(groups.reduce((sum, { leasesLeft }) => sum + leasesLeft, 0)).toBe(2);
    expect(left(groups)).toEqual([]);
  });

  it('keeps every role and every lease, once', () => {
    const roles = Array.from({ length: 200 }, (_, index) => 1000 + ((index * 7) % 50));
    const leases = Array.from({ length: 150 }, (_, index) => 1000 + ((index * 11) % 60) + 0.5);
    const groups = match(roles, leases);
    expect(new Set(groups.flatMap((group) => group.roles)).size).toBe(200);
    expect(new Set(groups.flatMap((group) => group.leases)).size).toBe(150);
  });
});
