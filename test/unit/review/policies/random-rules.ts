import fc from 'fast-check';
import { inOrder, type Capability } from '../../../../common/policies/capability';
import type { Conditions, PathRule } from '../../../../common/policies/parse-policy';

/** Of few letters, so that the paths of policies meet. */
const segments = ['a', 'ab'];
const ends = ['', '', '*', '/', '/*', '/+', '/+/', '/a*'];

const path = fc
  .tuple(
    fc.array(fc.constantFrom(...segments, '+'), { minLength: 1, maxLength: 2 }),
    fc.constantFrom(...ends),
  )
  .map(([texts, end]) => texts.join('/') + end)
  .filter((text) => !text.includes('+*'));

export const anyPath = fc.oneof(
  { arbitrary: path, weight: 12 },
  { arbitrary: fc.constantFrom('*', '+', '+/*', 'a/+b'), weight: 1 },
);

const some: readonly Capability[] = ['read', 'list', 'update', 'sudo'];
export const anyCapabilities = fc.oneof(
  {
    arbitrary: fc.subarray([...some]).map((subset): readonly Capability[] => inOrder(subset)),
    weight: 6,
  },
  { arbitrary: fc.constant<readonly Capability[]>(['deny']), weight: 1 },
);

const anyConditions: fc.Arbitrary<Conditions> = fc.oneof(
  { arbitrary: fc.constant({}), weight: 6 },
  { arbitrary: fc.constantFrom({ minWrappingTtlSeconds: 1 }, { requiredParameters: ['ttl'] }), weight: 1 },
);

export const anyRule: fc.Arbitrary<PathRule> = fc.record({
  path: anyPath,
  capabilities: anyCapabilities,
  conditions: anyConditions,
});

export const anyRules = fc.array(anyRule, { maxLength: 5 });

/** Two sets that have some rules in common, as before and after a change. */
export const anyChange = fc.tuple(anyRules, anyRules, anyRules).map(([common, before, after]) => ({
  before: [...common, ...before.slice(0, 3)],
  after: [...after.slice(0, 3), ...common],
}));

/** Every path of up to three segments, of such as policies name and of others, and many of four. */
export const everyPath: readonly string[] = [...pathsOf(3), ...pathsOf(3).flatMap(withMore)].flatMap(
  (path) => [path, `${path}/`],
);

function pathsOf(longest: number): string[] {
  const texts = [...segments, 'x', 'ax', 'abx', '+b'];
  if (longest === 1) return texts;
  return [...texts, ...texts.flatMap((first) => pathsOf(longest - 1).map((rest) => `${first}/${rest}`))];
}

function withMore(path: string): string[] {
  return path.split('/').length === 3 ? [`${path}/x`, `${path}/a`] : [];
}
