import { readdirSync } from 'node:fs';
import { Policy } from '@cdktf/provider-vault/lib/policy';
import type { TerraformStack } from 'cdktf';
import { inProject } from '../../../common/project';
import { parsePolicy } from '../../../common/policies/parse-policy';
import { listedRights } from '../../../constructs/guardrails/listed-rights';
import { minimalDbAdmin } from '../../../constructs/guardrails/rules/minimal-db-admin';
import { policyBreadth } from '../../../constructs/guardrails/rules/policy-breadth';
import { readProjectFile } from '../../../constructs/project-files';
import { messagesOf, saidOf } from './said-of';

const policy = (name: string, text: string) => (stack: TerraformStack) =>
  new Policy(stack, name, { name, policy: text });
const allowing = (path: string, ...capabilities: string[]) =>
  `path "${path}" { capabilities = ${JSON.stringify(capabilities)} }`;
const own = readdirSync(inProject('policies')).filter(
  (file) => /^[a-z-]+\.hcl$/.test(file) && !file.startsWith('e2e-'),
);

describe('policy-breadth', () => {
  it('gives the message that its page shows', () => {
    expect(saidOf(policyBreadth, policy('wide', allowing('sys/*', 'read')))).toEqual([policyBreadth.example]);
  });

  it.each([
    [allowing('*', 'read'), 'allows read everywhere: "*"'],
    [allowing('+/*', 'read', 'list'), 'allows read, list everywhere: "+/*"'],
    [allowing('/auth/token/*', 'update'), 'has a pattern on Vault itself: "auth/token/*" (update)'],
    [allowing('auth/+/role', 'update'), 'has a pattern on Vault itself: "auth/+/role" (update)'],
    [allowing('+/policies/x', 'update'), 'has a pattern on Vault itself: "+/policies/x" (update)'],
    [allowing('s*', 'read'), 'has a pattern on Vault itself: "s*" (read)'],
    [allowing('sys/seal', 'update', 'sudo'), 'has sudo on "sys/seal"'],
    [
      allowing('sys/leases/lookup/*', 'list', 'sudo'),
      'has sudo on "sys/leases/lookup/*"',
      'has a pattern on Vault itself: "sys/leases/lookup/*" (list, sudo)',
    ],
    [
      'path "sys/raw/*" { policy = "sudo" }',
      'has sudo on "sys/raw/*"',
      'has a pattern on Vault itself: "sys/raw/*" (create, read, update, delete, list, sudo)',
    ],
  ])('finds %s', (text, ...problems) => {
    expect(messagesOf(policyBreadth, policy('p', text))).toEqual(
      problems.map((problem) => `policy "p" ${problem}`),
    );
  });

  it('finds what Vault would refuse, since nobody can tell what it allows', () => {
    const [message] = messagesOf(policyBreadth, policy('p', allowing('x', 'fly')));
    expect(message).toMatch(
      /^policy "p" cannot be read, as Vault would refuse it: path "x": 'fly' is none of /,
    );
  });

  it.each([
    allowing('secret/data/*', 'read', 'list'),
    allowing('database/creds/+', 'read'),
    allowing('system/*', 'read'),
    allowing('sys/leases/revoke', 'update'),
    allowing('sys/*', 'deny'),
    allowing('*', 'deny'),
  ])('lets be: %s', (text) => {
    expect(messagesOf(policyBreadth, policy('p', text))).toEqual([]);
  });

  it.each(own)("lets be the project's own %s", (file) => {
    const text = readProjectFile(`policies/${file}`);
    expect(messagesOf(policyBreadth, policy(file.replace('.hcl', ''), text))).toEqual([]);
  });

  it('lists a right for one policy alone', () => {
    const text = readProjectFile('policies/plan.hcl');
    expect(messagesOf(policyBreadth, policy('app', text)).length).toBeGreaterThanOrEqual(listedRights.length);
  });

  it('lists no more than that', () => {
    const text = readProjectFile('policies/plan.hcl').replace(
      '"sys/audit" {\n  capabilities = ["read"',
      '"sys/audit" {\n  capabilities = ["update"',
    );
    expect(messagesOf(policyBreadth, policy('plan', text))).toEqual([
      'policy "plan" has sudo on "sys/audit"',
    ]);
  });

  it.each(listedRights)(
    'lists nothing that the policy does not have: $path',
    ({ policy: name, path, capabilities }) => {
      const rule = parsePolicy(readProjectFile(`policies/${name}.hcl`)).find((one) => one.path === path);
      expect(rule?.capabilities).toEqual(capabilities);
    },
  );
});

describe('minimal-db-admin', () => {
  it('gives the message that its page shows', () => {
    expect(saidOf(minimalDbAdmin, policy('db-admin', allowing('database/creds/*', 'read')))).toEqual([
      minimalDbAdmin.example,
    ]);
  });

  it.each([
    [allowing('database/*', 'read'), 'allows read on "database/*"'],
    [allowing('database/static-creds/x', 'read'), 'allows read on "database/static-creds/x"'],
    [allowing('database/+/x', 'read'), 'allows read on "database/+/x"'],
    [allowing('database/c*', 'read'), 'allows read on "database/c*"'],
    [allowing('+/config/x', 'read'), 'allows read on "+/config/x"'],
    [allowing('sys/mounts/*', 'update'), 'allows update on "sys/mounts/*"'],
    [allowing('sys/policies/acl/x', 'update'), 'allows update on "sys/policies/acl/x"'],
    [allowing('auth/approle/roles/x', 'update'), 'allows update on "auth/approle/roles/x"'],
    [allowing('auth/token/create', 'update'), 'allows update on "auth/token/create"'],
    [allowing('database/config/*', 'read', 'sudo'), 'allows read, sudo on "database/config/*"'],
  ])('finds %s', (text, message) => {
    expect(messagesOf(minimalDbAdmin, policy('db-admin', text))).toEqual([message]);
  });

  it.each([
    ["the project's own", policy('db-admin', readProjectFile('policies/db-admin.hcl'))],
    [
      'another mount',
      policy('db-admin', readProjectFile('policies/db-admin.hcl').replaceAll('database', 'team/pg')),
    ],
    ['what is denied', policy('db-admin', allowing('database/creds/*', 'deny'))],
    ['another policy', policy('app', allowing('database/creds/db-app', 'read'))],
  ])('lets be: %s', (_, declare) => {
    expect(messagesOf(minimalDbAdmin, declare)).toEqual([]);
  });
});
