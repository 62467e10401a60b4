import { having, plainAccess as base, without } from '../support/plain-hcl';
import type { Expected, ReviewCase } from '../support/review-case';

const policy = 'vault_policy.team';
const approle = 'vault_approle_auth_backend_role.team';
const jwt = 'vault_jwt_auth_backend_role.deploy';
const read = 'capabilities = ["read", "list"]';
const bothMay = (kind: Expected['kind'], severity: 'low' | 'medium' | 'high' | 'critical'): Expected[] => [
  { kind, address: policy, severity },
  { kind, address: policy, severity },
];
const ops = `
resource "vault_policy" "ops" {
  name   = "ops"
  policy = "path \\"sys/mounts/*\\" { capabilities = [\\"create\\", \\"update\\"] }"
}
`;

/** Policies and logins of projects that nobody here made. */
export const plainAccessCases: readonly ReviewCase[] = [
  {
    title: 'plain HCL: a policy lets write, to all who have it',
    before: base,
    after: having(base, [read, 'capabilities = ["read", "list", "update"]']),
    expected: bothMay('access-gained', 'high'),
  },
  {
    title: 'plain HCL: a policy takes away, from all who have it',
    before: base,
    after: having(base, [read, 'capabilities = ["list"]']),
    expected: bothMay('access-lost', 'low'),
  },
  {
    title: 'plain HCL: a policy goes, and those who have it keep its name alone',
    before: having(base, ['[vault_policy.team.name]', '["team"]']),
    after: without(having(base, ['[vault_policy.team.name]', '["team"]']), policy),
    expected: bothMay('access-lost', 'low'),
  },
  {
    title: 'plain HCL: a policy is known only when it is applied',
    before: base,
    after: having(base, ['secret/data/team/*', 'secret/data/${vault_auth_backend.other.accessor}/*']).concat(
      'resource "vault_auth_backend" "other" {\n  type = "userpass"\n}\n',
    ),
    expected: [{ kind: 'policy-unreadable', address: policy, severity: 'critical' }],
  },
  {
    title: 'plain HCL: one of two logins gets a further policy',
    before: base + ops,
    after: having(base, ['token_policies     = [', 'token_policies     = ["ops", ']) + ops,
    expected: [{ kind: 'access-gained', address: approle, severity: 'high' }],
  },
  {
    title: 'plain HCL: a login of CI loses its policy',
    before: base,
    after: having(base, ['["team"]', '[]']),
    expected: [{ kind: 'access-lost', address: jwt, severity: 'low' }],
  },
  {
    title: 'plain HCL: a login goes',
    before: base,
    after: without(base, jwt),
    expected: [
      { kind: 'identity-removed', address: jwt, severity: 'medium' },
      { kind: 'access-lost', address: jwt, severity: 'low' },
    ],
  },
  {
    title: 'plain HCL: a way to log in goes, with all who use it',
    before: base,
    after: without(without(base, jwt), 'vault_jwt_auth_backend.ci'),
    expected: [
      { kind: 'identity-removed', address: 'vault_jwt_auth_backend.ci', severity: 'high' },
      { kind: 'identity-removed', address: jwt, severity: 'medium' },
      { kind: 'access-lost', address: jwt, severity: 'low' },
    ],
  },
  {
    title: 'plain HCL: a login needs no secret any more',
    before: base,
    after: having(base, [
      'secret_id_num_uses = 1',
      'secret_id_num_uses = 1\n  bind_secret_id     = false\n  token_bound_cidrs = ["10.0.0.0/8"]',
    ]),
    expected: [
      { kind: 'login-bounds', address: approle, severity: 'critical' },
      { kind: 'login-bounds', address: approle, severity: 'low' },
    ],
  },
  {
    title: 'plain HCL: tokens are periodic, and live as long as somebody renews them',
    before: base,
    after: having(base, ['token_ttl          = 3600', 'token_ttl          = 3600\n  token_period = 3600']),
    expected: [{ kind: 'login-bounds', address: approle, severity: 'high' }],
  },
  {
    title: 'plain HCL: CI logs in from every branch',
    before: having(base, ['user_claim ', 'bound_subject = "repo:main"\n  user_claim ']),
    after: base,
    expected: [{ kind: 'login-bounds', address: jwt }],
  },
  {
    title: 'plain HCL: one of two audit devices goes',
    before: base,
    after: without(base, 'vault_audit.socket'),
    expected: [{ kind: 'audit-lost', address: 'vault_audit.socket', severity: 'high' }],
  },
  {
    title: 'plain HCL: the last audit device goes',
    before: without(base, 'vault_audit.socket'),
    after: without(without(base, 'vault_audit.socket'), 'vault_audit.file'),
    expected: [{ kind: 'audit-lost', address: 'vault_audit.file', severity: 'critical' }],
  },
  {
    title: 'plain HCL: an audit device writes secrets in clear',
    before: base,
    after: having(base, ['audit.log"', 'audit.log"\n    log_raw = "true"']),
    expected: [
      { kind: 'audit-lost', address: 'vault_audit.file', severity: 'critical' },
      { kind: 'audit-lost', address: 'vault_audit.file', severity: 'medium' },
    ],
  },
  {
    title: 'plain HCL: a token is made with a policy that gives everything',
    before: base,
    after: `${base}
resource "vault_policy" "admin" {
  name   = "admin"
  policy = "path \\"*\\" { capabilities = [\\"create\\", \\"read\\", \\"update\\", \\"delete\\", \\"list\\", \\"sudo\\"] }"
}

resource "vault_token" "admin" {
  policies = [vault_policy.admin.name]
}
`,
    expected: [{ kind: 'access-everything', address: 'vault_token.admin', severity: 'critical' }],
  },
  {
    title: 'plain HCL: whoever is in a group gets a policy',
    before: `${base + ops}
resource "vault_identity_group" "people" {
  name     = "people"
  policies = []
}
`,
    after: `${base + ops}
resource "vault_identity_group" "people" {
  name     = "people"
  policies = ["ops"]
}
`,
    expected: [{ kind: 'access-gained', address: 'vault_identity_group.people', severity: 'high' }],
  },
];
