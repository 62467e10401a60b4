import { accessFindings } from '../../../../review/meaning/access';
import type { Action, ResourceChange, Values } from '../../../../review/plan/plan';
import { planOf, resource } from '../support/changes';

const role = (policies: readonly string[], more: Values = {}) => ({
  role_name: 'shop',
  token_policies: policies,
  ...more,
});
const keeps = (values: Values) => resource('vault_approle_auth_backend_role.shop', 'no-op', values, values);
const policy = (before: string | null, after: string | null, name = 'shop') =>
  resource(
    `vault_policy.${name}`,
    before === null ? 'create' : after === null ? 'delete' : before === after ? 'no-op' : 'update',
    before === null ? null : { name, policy: before },
    after === null ? null : { name, policy: after },
  );
const path = (pattern: string, ...capabilities: string[]) =>
  `path "${pattern}" { capabilities = ${JSON.stringify(capabilities)} }`;
const told = (...resources: ResourceChange[]) =>
  accessFindings([planOf('access', ...resources)]).map(
    ({ kind, severity, meaning }) => `${severity} ${kind}: ${meaning}`,
  );

describe('what a policy that changes means', () => {
  const read = path('database/creds/a', 'read');
  it.each([
    [
      'another path',
      `${read}\n${path('database/creds/b', 'read')}`,
      "medium access-gained: 'approle shop' may now read database/creds/b",
    ],
    [
      'every role',
      `${read}\n${path('database/creds/*', 'read')}`,
      "high access-gained: 'approle shop' may now read database/creds/*",
    ],
    [
      'everything',
      `${read}\n${path('*', 'read', 'sudo')}`,
      "critical access-everything: 'approle shop' may now read and sudo *",
    ],
    [
      'policies',
      `${read}\n${path('sys/policies/acl/x', 'update')}`,
      "critical access-everything: 'approle shop' may now update sys/policies/acl/x",
    ],
    [
      'tokens',
      `${read}\n${path('auth/token/create', 'update')}`,
      "critical access-everything: 'approle shop' may now update auth/token/create",
    ],
    [
      'sudo',
      `${read}\n${path('sys/audit', 'read', 'sudo')}`,
      "high access-gained: 'approle shop' may now read and sudo sys/audit",
    ],
    [
      'a list',
      `${read}\n${path('secret/', 'list')}`,
      "low access-gained: 'approle shop' may now list secret/",
    ],
    [
      'a deny',
      path('database/creds/a', 'deny'),
      "low access-lost: 'approle shop' may no longer read database/creds/a",
    ],
    ['nothing left', '', "low access-lost: 'approle shop' may no longer read database/creds/a"],
    [
      'a bound',
      `path "database/creds/a" { capabilities = ["read"]\n max_wrapping_ttl = "5m" }`,
      "medium access-conditions: 'approle shop' is bound otherwise where it may read database/creds/a",
    ],
  ])('%s', (_title, after, expected) => {
    expect(told(keeps(role(['shop'])), policy(read, after))).toEqual([expected]);
  });

  it.each([
    ['comments and order', `# new\n${path('b', 'list')}\n${path('a', 'read')}`],
    ['capabilities twice', `${path('a', 'read', 'read')}\n${path('b', 'list')}`],
    ['two blocks for one', `${path('a', 'read')}\n${path('b', 'list')}\n${path('b', 'list')}`],
    ['JSON', JSON.stringify({ path: { a: { capabilities: ['read'] }, b: { capabilities: ['list'] } } })],
    ['the old word', 'path "a" { capabilities = ["read"] }\npath "b" { capabilities = ["list"] }'],
  ])('nothing, where only the text differs: %s', (_title, after) => {
    expect(told(keeps(role(['shop'])), policy(`${path('a', 'read')}\n${path('b', 'list')}`, after))).toEqual(
      [],
    );
  });

  it('a rule that another policy has already gives nothing', () => {
    const both = keeps(role(['shop', 'wide']));
    expect(
      told(both, policy(path('a/*', 'read'), path('a/*', 'read'), 'wide'), policy('', path('a/*', 'read'))),
    ).toEqual([]);
  });

  it('names whoever has a policy that no identity of the plan has', () => {
    expect(told(policy(null, read))).toEqual([
      'medium access-gained: Whoever has the policy shop may now read database/creds/a',
    ]);
  });

  it('tells alike paths together', () => {
    const after = ['a', 'b', 'c', 'd', 'e'].map((name) => path(`kv/${name}`, 'read')).join('\n');
    expect(told(policy('', after))).toEqual([
      'medium access-gained: Whoever has the policy shop may now read kv/a, kv/b, kv/c and 2 more',
    ]);
  });

  it('an unreadable one is critical', () => {
    expect(told(policy(read, 'path "a" {'))).toContainEqual(
      'critical policy-unreadable: Nobody can tell what the policy shop allows',
    );
    const later = resource('vault_policy.shop', 'create', null, { name: 'shop' });
    expect(told(later)).toEqual(['critical policy-unreadable: Nobody can tell what the policy shop allows']);
  });
});

describe('what a login that changes means', () => {
  const changed = (before: Values, after: Values) =>
    told(resource('vault_approle_auth_backend_role.shop', 'update', role([], before), role([], after)));
  it.each([
    [
      { token_max_ttl: 600 },
      { token_max_ttl: 7200 },
      "medium login-bounds: 'shop': tokens live at the most 2 hours, not 10 minutes",
    ],
    [
      { token_max_ttl: 600 },
      { token_max_ttl: 0 },
      "high login-bounds: 'shop': tokens live at the most for as long as Vault's own limit, not 10 minutes",
    ],
    [
      { secret_id_num_uses: 1 },
      { secret_id_num_uses: 0 },
      "high login-bounds: 'shop': a secret_id is used without end, not once",
    ],
    [
      { secret_id_ttl: 600 },
      { secret_id_ttl: 60 },
      "low login-bounds: 'shop': secret_ids live 1 minute, not 10 minutes",
    ],
    [{ token_bound_cidrs: ['10.0.0.0/8'] }, {}, "high login-bounds: 'shop' may use its tokens from anywhere"],
    [
      {},
      { token_bound_cidrs: ['10.0.0.0/8'] },
      "low login-bounds: 'shop' may use its tokens from 10.0.0.0/8",
    ],
    [
      { bind_secret_id: true },
      { bind_secret_id: false },
      "critical login-bounds: 'shop' logs in without a secret_id: its role_id is enough",
    ],
  ])('%j to %j', (before, after, expected) => {
    expect(changed(before, after)).toEqual([expected]);
  });

  it('a policy more is told by its paths', () => {
    const widened = resource('vault_approle_auth_backend_role.shop', 'update', role(['a']), role(['a', 'b']));
    const [finding] = accessFindings([
      planOf('access', widened, policy(path('x', 'read'), path('x', 'read'), 'b')),
    ]);
    expect(finding).toMatchObject({ kind: 'access-gained', address: 'vault_approle_auth_backend_role.shop' });
  });

  it('one that goes cannot log in any more', () => {
    const gone = resource('vault_approle_auth_backend_role.shop', 'delete', role([]), null);
    expect(told(gone)).toEqual(["medium identity-removed: 'shop' cannot log in any more"]);
  });
});

describe('what audit devices that change mean', () => {
  const audit = (name: string, action: Action, options: Values | null = {}) => {
    const values = { path: name, options };
    return resource(
      `vault_audit.${name}`,
      action,
      action === 'create' ? null : values,
      action === 'delete' ? null : values,
    );
  };
  it.each([
    [
      'the only one',
      [audit('file', 'delete')],
      ['critical audit-lost: Nothing that is asked of Vault is written down any more'],
    ],
    [
      'one of two',
      [audit('file', 'delete'), audit('log', 'no-op')],
      ['high audit-lost: What is asked of Vault is no longer written to the audit device file'],
    ],
    [
      'secrets in clear',
      [audit('file', 'create', { log_raw: 'true' })],
      ['critical audit-lost: The audit device file writes tokens and passwords down in clear'],
    ],
    ['a further one', [audit('file', 'create')], []],
  ])('%s', (_title, resources, expected) => {
    expect(told(...resources)).toEqual(expected);
  });
});
