import { parsePolicy } from '../../../../common/policies/parse-policy';
import { Acl } from '../../../../review/policies/acl';

/** `path: capability, …`, in the order of the policies. */
function acl(...policies: readonly Readonly<Record<string, string>>[]): Acl {
  const texts = policies.map((paths) =>
    Object.entries(paths)
      .map(([path, words]) => {
        const names = words.split(' ').filter((word) => word !== '');
        return `path "${path}" { capabilities = ${JSON.stringify(names)} }`;
      })
      .join('\n'),
  );
  return new Acl(texts.flatMap(parsePolicy));
}

describe('of rules that take the same path, the one counts', () => {
  it.each([
    ['that is exact', { 'a/b': 'read', 'a/*': 'update', 'a/+': 'delete' }, 'a/b', 'read'],
    ['that is exact, even with nothing allowed', { 'a/b': '', 'a/*': 'update' }, 'a/b', 'deny'],
    ['whose first wildcard comes later: of two *', { 'a/*': 'read', 'a/b*': 'update' }, 'a/bc', 'update'],
    ['whose first wildcard comes later: * after +', { 'a/+/c': 'read', 'a/b*': 'update' }, 'a/b/c', 'update'],
    ['whose first wildcard comes later: + after *', { 'a/b/+': 'read', 'a/*': 'update' }, 'a/b/c', 'read'],
    ['whose first wildcard comes later: of two +', { '+/b/c': 'read', 'a/+/+': 'update' }, 'a/b/c', 'update'],
    ['that has no * at its end', { 'a/+/c': 'read', 'a/+/c*': 'update' }, 'a/b/c', 'read'],
    [
      'that has no * at its end, even with more +',
      { 'a/+/+/+': 'read', 'a/+/c/*': 'update' },
      'a/b/c/d',
      'read',
    ],
    ['that has fewer +', { 'a/+/+/d': 'read', 'a/+/c/d': 'update' }, 'a/b/c/d', 'update'],
    ['that has fewer +, though it is shorter', { 'a/*': 'read', 'a/+/*': 'update' }, 'a/b/c', 'read'],
    ['that is longer', { '+/b/c*': 'read', '+/b/cd*': 'update' }, 'a/b/cde', 'update'],
    ['that comes later in the alphabet', { 'a/+/c/+': 'read', 'a/+/+/d': 'update' }, 'a/b/c/d', 'read'],
  ])('%s', (_, paths, asked, expected) => {
    expect(acl(paths).capabilities(asked).join(' ')).toBe(expected);
    expect(
      acl(...Object.entries(paths).map(([path, words]) => ({ [path]: words })))
        .capabilities(asked)
        .join(' '),
    ).toBe(expected);
  });
});

describe('a pattern takes', () => {
  it.each([
    ['*', 'a', true],
    ['*', 'a/b/c', true],
    ['a*', 'a', true],
    ['a*', 'ab/c', true],
    ['a/*', 'a', false],
    ['a/*', 'a/b/c', true],
    ['a**', 'a*b', true],
    ['a**', 'ab', false],
    ['+', 'a', true],
    ['+', 'a/b', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a/b/c', false],
    ['a/+/', 'a/b/c', false],
    ['a/+/c', 'a/b/c', true],
    ['a/+/c', 'a/c', false],
    ['+/b*', 'a/bc/d', true],
    ['+/b*', 'a/c', false],
    ['a/+b', 'a/+b', true],
    ['a/+b', 'a/cb', false],
    ['a+/b', 'ac/b', false],
    ['a/*/c', 'a/b/c', false],
    ['a/*/c', 'a/*/c', true],
  ])('%s: %s is %s', (pattern, path, isTaken) => {
    expect(acl({ [pattern]: 'read' }).capabilities(path)).toEqual([isTaken ? 'read' : 'deny']);
  });
});

describe('of several policies', () => {
  it('the capabilities of the same path are added', () => {
    const both = acl({ 'a/*': 'read', 'a/+': 'list' }, { 'a/*': 'update', 'a/b': 'sudo' });
    expect(both.capabilities('a/x/y')).toEqual(['read', 'update']);
    expect(both.capabilities('a/x')).toEqual(['list']);
    expect(both.capabilities('a/b')).toEqual(['sudo']);
  });

  it.each([
    [{ a: 'deny' }, { a: 'read' }],
    [{ a: 'read' }, { a: 'deny' }],
    [{ a: 'read deny' }, { a: 'read' }],
  ])('deny takes all away from the same path: %j, %j', (one, other) => {
    expect(acl(one, other).capabilities('a')).toEqual(['deny']);
  });

  it('deny takes nothing from a path that says more exactly what it takes', () => {
    expect(acl({ 'a/*': 'deny' }, { 'a/b': 'read' }).capabilities('a/b')).toEqual(['read']);
  });

  it('what nobody allows is denied', () => {
    expect(acl().capabilities('a')).toEqual(['deny']);
  });

  it('what binds a request is what Vault makes of both', () => {
    const rules = [
      'path "a" { capabilities = ["update"] min_wrapping_ttl = "2m" allowed_parameters = { x = ["1"], y = [] } required_parameters = ["x"] }',
      'path "a" { capabilities = ["read"] min_wrapping_ttl = "1m" allowed_parameters = { x = ["2"], y = ["3"], z = [] } }',
    ].flatMap(parsePolicy);
    expect(new Acl(rules).rules.get('a')?.conditions).toEqual({
      minWrappingTtlSeconds: 60,
      allowedParameters: { x: ['1', '2'], y: [], z: [] },
      requiredParameters: ['x'],
    });
  });
});

describe('a path that is listed, with a slash at its end,', () => {
  it.each([
    ['is itself first', { 'a/': 'list', a: 'read' }, 'list'],
    ['then what is without it', { a: 'read', 'a/*': 'list' }, 'read'],
    ['and a wider pattern that takes it without', { '*': 'read', 'a/*': 'list' }, 'read'],
    ['before one that takes it with the slash alone', { 'a/*': 'list' }, 'list'],
    ['to which nothing after the slash is a segment, too', { 'a/+': 'list' }, 'list'],
    ['and not what is under it', { 'a/b': 'list' }, 'deny'],
  ])('%s', (_, paths, expected) => {
    expect(acl(paths).capabilities('a/').join()).toBe(expected);
  });

  it('is not asked for where it has none', () => {
    expect(acl({ 'a/': 'list' }).capabilities('a')).toEqual(['deny']);
  });

  it('may begin with slashes', () => {
    expect(acl({ 'a/*': 'read' }).capabilities('//a/b')).toEqual(['read']);
  });
});
