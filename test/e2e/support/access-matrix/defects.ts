import fc from 'fast-check';
import { anyQuestions, render } from './policy-sets';

/** What goes wrong when somebody writes a policy. */
const edits: readonly (readonly [what: RegExp, instead: string])[] = [
  [/capabilities/, 'capabilites'],
  [/capabilities/, 'Capabilities'],
  [/capabilities = \[[^\]]*\]/, 'capabilities = "read"'],
  [/capabilities = \[/, 'capabilities = ["fly", '],
  [/capabilities = \[/, 'capabilities = ["deny", "fly", '],
  [/capabilities = \[/, 'capabilities = ["READ", '],
  [/capabilities = \[/, 'capabilities = [1, '],
  [/capabilities = \[/, 'capabilities = [true, '],
  [/capabilities = \[/, 'capabilities = [["read"], '],
  [/capabilities = \[/, 'capabilities = [read, '],
  [/(capabilities = \[.*\])/, '$1\n  $1'],
  [/(capabilities = \[.*\])/, '$1\n  "capabilities" = []'],
  [/(capabilities = \[.*\])/, '$1,'],
  [/(capabilities = \[.*\])/, '$1;'],
  [/(capabilities = \[.*)\]/, '$1,]'],
  [/(capabilities = \[.*)\]/, '$1'],
  [/capabilities =/, 'capabilities :'],
  [/capabilities =/, 'capabilities'],
  [/"capabilities":\[/, '"capabilities":["fly",'],
  [/"capabilities":\[/, '"capabilities":[null,'],
  [/"capabilities":\[/, '"capabilities":{}, "policy":["read"], "x":['],
  [/"capabilities":/, '"abilities":'],
  [/\}\]\}$/, '}]}, "paths": 1}'],
  [/\}\]\}$/, '}], "name": "x"}'],
  [/\}\]\}$/, '}], "name": ["x"]}'],
  [/policy = "\w+"/, 'policy = "admin"'],
  [/policy = "(\w+)"/, 'policy = ["$1"]'],
  [/policy = "\w+"/, 'policy = ""'],
  [/policy = "\w+"/, 'policy = 7'],
  [/policy = "(\w+)"/, 'policy = "$1"\n  policy = "$1"'],
  [/path /, 'Path '],
  [/path /, 'paths '],
  [/path /, 'path = '],
  [/path "/, 'path "+*'],
  [/path "/, 'path "{{identity.entity.id}}/'],
  [/path "/, 'path "{{identity.entity.id/'],
  [/path "/, 'path "}}/'],
  [/path "/, 'path "{{}}'],
  [/path "/, 'path "${x}/'],
  [/path "/, 'path "${"x"}/'],
  [/path "/, 'path "\\u00e9\\t/'],
  [/path "/, 'path "\\q/'],
  [/path "([^"]*)"/, 'path $1'],
  [/path "([^"]*)"/, "path '$1'"],
  [/path "([^"]*)" \{/, 'path "$1" = {'],
  [/path "([^"]*)" \{/, 'path "$1"'],
  [/path "([^"]*)" \{/, 'path "$1" { comment = "why" comment2 = 1'],
  [/path "([^"]*)" \{/, 'path "$1" { comment = ["why"]'],
  [/path "([^"]*)" \{/, 'path "$1" { comment = <<EOT\npolicy = 1\npolicy = 2\nEOT\n'],
  [/path "([^"]*)" \{/, 'path "$1" { min_wrapping_ttl = "1h" max_wrapping_ttl = "90m"'],
  [/path "([^"]*)" \{/, 'path "$1" { min_wrapping_ttl = "2h" max_wrapping_ttl = "60m"'],
  [/path "([^"]*)" \{/, 'path "$1" { min_wrapping_ttl = "2w"'],
  [/path "([^"]*)" \{/, 'path "$1" { min_wrapping_ttl = 60 max_wrapping_ttl = "1d"'],
  [/path "([^"]*)" \{/, 'path "$1" { max_wrapping_ttl = ["1h"]'],
  [/path "([^"]*)" \{/, 'path "$1" { allowed_parameters = { "a" = ["1", 2, true], "B" = [] }'],
  [/path "([^"]*)" \{/, 'path "$1" { allowed_parameters = { "a" = "1" }'],
  [/path "([^"]*)" \{/, 'path "$1" { denied_parameters = ["a"]'],
  [/path "([^"]*)" \{/, 'path "$1" { denied_parameters = {}'],
  [/path "([^"]*)" \{/, 'path "$1" { denied_parameters { "*" = [] }'],
  [/path "([^"]*)" \{/, 'path "$1" { required_parameters = ["a", 1]'],
  [/path "([^"]*)" \{/, 'path "$1" { required_parameters = "a"'],
  [/path "([^"]*)" \{/, 'path "$1" { subscribe_event_types = ["*"] mfa_methods = ["x"]'],
  [/path "([^"]*)" \{/, 'path "$1" { mfa_methods = "x"'],
  [/path "([^"]*)" \{/, 'path "$1" { ttl = "1h"'],
  [/\}\n/, '\n'],
  [/\}$/, ''],
  [/$/, '\n}'],
  [/$/, '\nname = "x"'],
  [/$/, '\nname = true'],
  [/$/, '\nname = "x"\nname = "x"'],
  [/$/, '\nsys = "x"'],
  [/$/, '\n# the end'],
  [/$/, '\n/* the end'],
  [/^/, '\ufeff'],
  [/^/, 'resource "x" "y" {}\n'],
  [/\n/g, '\r\n'],
  [/\n/g, '\r'],
  [/ /g, '\t'],
];

/** A letter more or less, anywhere. */
const slip = fc.tuple(
  fc.nat({ max: 400 }),
  fc.constantFrom('', '', '"', '{', '}', '[', ']', '=', ',', '#', '\\', '/', '\n', '+', '*', 'x', '$'),
);

const edit = fc.constantFrom(...edits).map(
  ([what, instead]) =>
    (text: string) =>
      text.replace(what, instead),
);
const slipped = slip.map(([place, letter]) => (text: string) => {
  const at = place % (text.length + 1);
  return text.slice(0, at) + letter + text.slice(letter === '' ? at + 1 : at);
});
const asItIs = fc.constant((text: string) => text);

/** A policy with something wrong in it, or something that only looks so; never none at all, which no API takes. */
export const anyDefect = fc
  .tuple(
    anyQuestions,
    fc.oneof(
      { arbitrary: edit, weight: 6 },
      { arbitrary: slipped, weight: 3 },
      { arbitrary: asItIs, weight: 1 },
    ),
  )
  .map(([{ policies }, change]) => change(policies.map(render)[0] ?? ''))
  .filter((text) => text.trim() !== '');
