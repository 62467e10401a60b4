import { literal } from '../../../constructs/literal';

describe('literal', () => {
  it.each([
    ['${path.root}', '$${path.root}'],
    ['%{ if true }', '%%{ if true }'],
    ['$${already}', '$$${already}'],
    ['a ${x} and ${y}', 'a $${x} and $${y}'],
    ["LIKE '%' || '{'", "LIKE '%' || '{'"],
    ['{{name}} $1 100%', '{{name}} $1 100%'],
    ['', ''],
  ])('%j becomes %j', (text, escaped) => {
    expect(literal(text)).toBe(escaped);
  });
});
