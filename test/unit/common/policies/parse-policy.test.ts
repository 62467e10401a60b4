import { readdirSync, readFileSync } from 'node:fs';
import { parsePolicy, PolicyError } from '../../../../common/policies/parse-policy';
import { inProject } from '../../../../common/project';

const read = { capabilities: ['read'], conditions: {} };

describe('a policy', () => {
  it('is its paths, with capabilities in the order in which people read them', () => {
    const policy = `
      path "secret/a" { capabilities = ["list", "read", "create"] }
      path "secret/+/b*" { capabilities = ["sudo"] }`;
    expect(parsePolicy(policy)).toEqual([
      { path: 'secret/a', capabilities: ['create', 'read', 'list'], conditions: {} },
      { path: 'secret/+/b*', capabilities: ['sudo'], conditions: {} },
    ]);
  });

  it.each([
    ['nothing at all', '', []],
    ['comments alone', '# a\n// b\n/* path "c" {} */', []],
    ['a name, which Vault does not look at', 'name = "x"\npath "a" { capabilities = ["read"] }', ['a']],
    ['comments between', '# of a\npath "a" { # read it\n capabilities = ["read"] /* no more */ }', ['a']],
    ['the same path twice', 'path "a" { policy = "read" }\npath "a" { policy = "write" }', ['a', 'a']],
    ['a slash at the beginning', 'path "/a" {}\npath "//b" {}', ['a', '/b']],
    ['its word in quotes', '"path" "a" {}\n"path" "b" {}', ['a', 'b']],
    ['a slash at the end', 'path "a/" {}', ['a/']],
    ['a path that is a word', 'path a { capabilities = ["read"] }', ['a']],
    ['a comma after the last one', 'path "a" { capabilities = ["read", ] }', ['a']],
    ['a template, as it stands', 'path "a/{{identity.entity.id}}/*" {}', ['a/{{identity.entity.id}}/*']],
    ['white space of Windows', 'path "a" {\r\n  capabilities = ["read"]\r\n}\r\n', ['a']],
    ['letters of all languages', 'path "café/ключ" {}', ['café/ключ']],
    ['a comment that Vault keeps', 'path "a" { comment = "who" capabilities = ["read"] }', ['a']],
  ])('may have %s', (_, policy, paths) => {
    expect(parsePolicy(policy).map(({ path }) => path)).toEqual(paths);
  });

  it.each([
    ['an object of paths', '{"path": {"a": {"capabilities": ["read"]}, "b/*": {"capabilities": ["read"]}}}'],
    ['a list of paths', '{"path": [{"a": {"capabilities": ["read"]}}, {"b/*": {"capabilities": ["read"]}}]}'],
  ])('may be JSON: %s', (_, policy) => {
    expect(parsePolicy(policy)).toEqual([
      { path: 'a', ...read },
      { path: 'b/*', ...read },
    ]);
  });

  it.each([
    ['deny', 'deny'],
    ['read', 'read,list'],
    ['write', 'create,read,update,delete,list'],
    ['sudo', 'create,read,update,delete,list,sudo'],
    ['', ''],
  ])('may have one word for its capabilities: %s', (word, capabilities) => {
    const [rule] = parsePolicy(`path "a" { policy = "${word}" }`);
    expect(rule?.capabilities.join()).toBe(capabilities);
  });

  it('may have both', () => {
    const [rule] = parsePolicy('path "a" { policy = "read" capabilities = ["sudo"] }');
    expect(rule?.capabilities).toEqual(['read', 'list', 'sudo']);
  });

  it.each(['["read", "deny", "sudo"]', '["deny", "fly"]'])(
    'denies all where it denies: %s',
    (capabilities) => {
      const policy = `path "a" { capabilities = ${capabilities} min_wrapping_ttl = "x" }`;
      expect(parsePolicy(policy)).toEqual([{ path: 'a', capabilities: ['deny'], conditions: {} }]);
    },
  );

  it('has what binds its requests, each said in one way', () => {
    const policy = `path "a" {
      capabilities = ["update"]
      min_wrapping_ttl = "1m30s"
      max_wrapping_ttl = 5400
      allowed_parameters = { "TTL" = ["1h", 2], "*" = [] }
      denied_parameters = { "policies" = [] }
      required_parameters = ["ttl"]
      mfa_methods = ["x"]
    }`;
    expect(parsePolicy(policy)[0]?.conditions).toEqual({
      minWrappingTtlSeconds: 90,
      maxWrappingTtlSeconds: 5400,
      allowedParameters: { ttl: ['1h', 2], '*': [] },
      deniedParameters: { policies: [] },
      requiredParameters: ['ttl'],
      hasApproval: true,
    });
  });

  it('has none that binds nothing', () => {
    const policy = `path "a" {
      min_wrapping_ttl = 0
      max_wrapping_ttl = ""
      allowed_parameters = {}
      denied_parameters = {}
      required_parameters = []
    }`;
    expect(parsePolicy(policy)[0]?.conditions).toEqual({});
  });

  const files = readdirSync(inProject('policies')).filter((name) => name.endsWith('.hcl'));
  it.each(files)('of this project can be read: %s', (file) => {
    expect(parsePolicy(readFileSync(inProject(`policies/${file}`), 'utf8')).length).toBeGreaterThan(0);
  });
});

describe('a policy that Vault refuses', () => {
  it.each([
    ['path "a" { capabilities = ["fly"] }', 'path "a": \'fly\' is none of create, read, update,'],
    ['path "a" { capabilities = ["Read"] }', "'Read' is none of"],
    ['path "a" { capabilities = ["read", 1] }', "'1' is none of"],
    ['path "a" { policy = "admin" }', 'path "a": policy = "admin" is none of deny, read, write, sudo'],
    ['path "a" { capabilites = ["read"] }', 'path "a": Unrecognized key: "capabilites"'],
    ['path "a" { capabilities = "read" }', 'path "a", capabilities: Invalid input: expected array'],
    ['path "a" { capabilities = [true] }', 'path "a", capabilities, 0: Invalid input'],
    ['path "a" { allowed_parameters = ["ttl"] }', 'path "a", allowed_parameters, 0: Invalid input'],
    ['path "a" { allowed_parameters = { "ttl" = "1h" } }', 'path "a", allowed_parameters, 0, ttl: Invalid'],
    ['path "a/+*" {}', 'path "a/+*": \'+*\' is forbidden'],
    ['path "/a+*" {}', 'path "a+*": \'+*\' is forbidden'],
    ['path "a/{{identity.entity.id" {}', "'{{' and '}}' do not fit together"],
    ['path "a/}}" {}', "'{{' and '}}' do not fit together"],
    ['path "a/{{{{x}}}}" {}', "'{{' and '}}' do not fit together"],
    ['path "a" { min_wrapping_ttl = "soon" }', 'path "a": min_wrapping_ttl: "soon" is no duration'],
    ['path "a" { min_wrapping_ttl = "2h" max_wrapping_ttl = "60m" }', 'max_wrapping_ttl cannot be less than'],
    ['paths "a" {}', 'policy: Unrecognized key: "paths"'],
    ['path "a" { capabilities = ["read"]', 'object expected closing RBRACE got: EOF'],
    ['path "a" capabilities = ["read"]', 'nested object expected: LBRACE got: ASSIGN'],
    ['path "a" { capabilities = [read] }', 'unexpected token while parsing list: IDENT'],
    ['path "a', 'literal not terminated'],
    ['path = "a"', 'path = … takes no paths'],
    ['path = { "a" = { capabilities = ["read"] } }', 'path = … takes no paths'],
    ['path "a" "b" { capabilities = ["read"] }', 'a path has one name'],
    ['path { capabilities = ["read"] }', 'a path has one name'],
    ['name = "x"\npath "a" {}\npath "b" "c" {}', 'a path has one name'],
    ['name = ["a"]', 'policy, name: Invalid input'],
    ['{"path": "a"}', 'policy, path: Invalid input: expected array'],
  ])('is refused with what is wrong: %s', (policy, message) => {
    expect(() => parsePolicy(policy)).toThrow(PolicyError);
    expect(() => parsePolicy(policy)).toThrow(message);
  });

  it.each([
    ['path "a" { capabilities = ["read"] capabilities = ["deny"] }', 'capabilities'],
    ['path "a" { policy = "read" }\npath "b" {\n policy = "read"\n # again\n policy = "read" }', 'policy'],
    ['path "a" { allowed_parameters = { "x" = [], "x" = ["1"] } }', '"x"'],
    ['name = "a"\nname = "b"', 'name'],
    ['path "a" { allowed_parameters = { x = [] } allowed_parameters = { y = [] } }', 'allowed_parameters'],
  ])('has something twice in one object: %s', (policy, name) => {
    expect(() => parsePolicy(policy)).toThrow(`${name} is there twice in one object`);
  });

  it.each([
    'path "a" { policy = "read" }\npath "b" { policy = "read" }',
    'path "a" { policy = "read" # policy = "write"\n }',
    'path "a" { comment = "policy = x, policy = y" policy = "read" }',
    'path "a" { comment = <<E\npolicy = 1\npolicy = 2\nE\n policy = "read" }',
    'path "a" { allowed_parameters = { "x" = [] } denied_parameters = { "x" = [] } }',
    'path "a" { comment = "${f("x")} = ${g("x")} = " policy = "read" }',
    '{"path": {"a": {"policy": "read", "policy": "write"}}}',
  ])('and not what only looks like it: %s', (policy) => {
    expect(parsePolicy(policy).length).toBeGreaterThan(0);
  });
});
