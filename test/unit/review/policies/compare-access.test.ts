import { parsePolicy } from '../../../../common/policies/parse-policy';
import { compareAccess, gained, isChanged, lost } from '../../../../review/policies/compare-access';

/** What changes between two policies: `path: before → after`. */
function changes(before: string, after: string): string[] {
  return compareAccess(parsePolicy(before), parsePolicy(after))
    .filter(isChanged)
    .map(({ path, before: was, after: is, conditionsChanged }) => {
      const [one, other] = [was, is].map((capabilities) => capabilities.join(' ') || 'nothing');
      return `${path}: ${one ?? ''} → ${other ?? ''}${conditionsChanged ? ', bound otherwise' : ''}`;
    });
}

function policy(...lines: readonly string[]): string {
  return lines
    .map((line) => line.split(': '))
    .map(([path = '', words = '']) => {
      const names = words.split(' ').filter((word) => word !== '');
      return `path "${path}" { capabilities = ${JSON.stringify(names)} }`;
    })
    .join('\n');
}

describe('what changes', () => {
  it.each([
    ['a path', ['a: read'], ['a: read update'], ['a: read → read update']],
    ['a path that is new', [], ['a/*: read'], ['a/*: nothing → read']],
    ['a path that goes', ['a/+: read'], [], ['a/+: read → nothing']],
    ['a path that is denied', ['a: read'], ['a: deny'], ['a: read → deny']],
    ['a path in the place of a pattern', ['creds/*: read'], ['creds/app: read'], ['creds/*: read → nothing']],
    ['a pattern in the place of a path', ['creds/app: read'], ['creds/*: read'], ['creds/*: nothing → read']],
    [
      'a pattern that narrower ones hold back',
      ['a/*: read', 'a/b: list'],
      ['a/*: update', 'a/b: list'],
      ['a/*: read → update'],
    ],
    [
      'what a pattern of another form takes away',
      ['a/+: read'],
      ['a/+: read', 'a/b*: deny'],
      ['a/b*: nothing → deny', 'a/b‹any›: read → deny'],
    ],
    [
      'where two patterns meet, that alone',
      ['a/*: read', '+/b: update'],
      ['a/*: read', '+/b: update', 'a/b*: deny'],
      ['a/b*: read → deny'],
    ],
    [
      'each pattern, and where a third decides',
      ['a/*: read', 'a/b/*: list'],
      ['+/b/*: list'],
      ['+/b/*: nothing → list', 'a/*: read → nothing', 'a/b/: read → list'],
    ],
    [
      'what is listed, by a wider pattern that takes it without the slash',
      ['a/b/*: list'],
      ['a/b/*: list', '*: read'],
      ['*: nothing → read', 'a/b/: list → read'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changes(policy(...before), policy(...after))).toEqual(expected);
  });

  it('is what binds the requests', () => {
    const bound = (condition: string) => `path "a" { capabilities = ["update"] ${condition} }`;
    expect(changes(bound(''), bound('max_wrapping_ttl = "15m"'))).toEqual([
      'a: update → update, bound otherwise',
    ]);
    expect(changes(bound('max_wrapping_ttl = "15m"'), bound('max_wrapping_ttl = "900s"'))).toEqual([]);
    expect(changes(bound('denied_parameters = { "x" = [] }'), bound(''))).toHaveLength(1);
    expect(
      changes(
        bound('allowed_parameters = { "x" = ["1", "2"], "y" = [] }'),
        bound('allowed_parameters = { "Y" = [], "X" = ["2", "1"] }'),
      ),
    ).toEqual([]);
  });

  it('is gained or lost by capability, and deny is neither', () => {
    const [row] = compareAccess(parsePolicy(policy('a: read list')), parsePolicy(policy('a: read sudo')));
    expect(row && gained(row)).toEqual(['sudo']);
    expect(row && lost(row)).toEqual(['list']);
    const [denied] = compareAccess(parsePolicy(policy('a: read')), parsePolicy(policy('a: deny')));
    expect(denied && gained(denied)).toEqual([]);
    expect(denied && lost(denied)).toEqual(['read']);
  });
});

describe('what is the same', () => {
  const before = policy('a/*: read list', 'a/b: deny', '+/c: update');
  it.each([
    ['in another order', policy('+/c: update', 'a/b: deny', 'a/*: list read')],
    ['said twice', policy('a/*: read', 'a/b: deny', '+/c: update', 'a/*: list', 'a/b: read')],
    ['with comments, and on other lines', `# all\n${before.replaceAll('{', '{ # here\n')}`],
    ['with an older word', before.replace('capabilities = ["read","list"]', 'policy = "read"')],
    [
      'as JSON',
      JSON.stringify({
        path: {
          '/a/*': { capabilities: ['list', 'read'] },
          'a/b': { policy: 'deny' },
          '+/c': { capabilities: ['update'] },
        },
      }),
    ],
    ['with what a pattern allows already', `${before}\n${policy('a/x: read list', 'a/x/*: list read')}`],
  ])('does not change: %s', (_, after) => {
    expect(changes(before, after)).toEqual([]);
    expect(changes(after, before)).toEqual([]);
  });

  it('is told too, each path of a policy once', () => {
    const rows = compareAccess(parsePolicy(before), parsePolicy(before));
    expect(rows.map(({ path, after }) => `${path}: ${after.join(' ')}`)).toEqual([
      '+/c: update',
      'a/*: read list',
      'a/b: deny',
    ]);
  });
});

describe('many policies', () => {
  const rules = Array.from({ length: 1000 }, (_, index) =>
    policy(
      `database/creds/app-${index}: read`,
      `secret/data/team-${index % 50}/app-${index}/*: read update`,
      `secret/metadata/+/app-${index}/*: read list`,
      `database/roles/app-${index}-*: read`,
      `auth/approle/role/app-${index}/+: read update`,
    ),
  ).map(parsePolicy);

  // A comparison of each rule with each other one takes minutes.
  it('of which few change are compared in seconds, however busy the machine is', () => {
    const edited = rules.map((policyRules, index) =>
      index % 100 === 7 ? policyRules.slice(1) : policyRules,
    );
    const after = [...edited.flat().reverse(), ...parsePolicy(policy('secret/data/team-7/*: read'))];
    const before = rules.flat();
    const start = process.cpuUsage();
    const rows = compareAccess(before, after);
    const { user, system } = process.cpuUsage(start);
    expect(rows.filter(isChanged).length).toBeGreaterThanOrEqual(11);
    expect((user + system) / 1e6).toBeLessThan(10);
  });
});
