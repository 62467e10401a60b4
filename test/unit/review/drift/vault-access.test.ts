import type { FoundVault } from '../../../../common/found/vault';
import { defaultPolicy } from '../../../../review/drift/vault/default-policy';
import { app, drift, found, path, token } from './support/vault';
import { inLine } from './support/ways';

const { policies, logins, tokens } = found;
const byHand = (...rules: string[]) => ({ name: 'by-hand', hcl: rules.join('\n') });
const instead = (name: string, hcl: string) =>
  policies.map((policy) => (policy.name === name ? { name, hcl } : policy));

describe('what Vault has otherwise than declared: who may do what', () => {
  it('is nothing where nobody changed anything', () => {
    expect(drift({})).toEqual([]);
  });

  it.each<[string, Partial<FoundVault>, string[]]>([
    [
      'a policy by hand',
      { policies: [...policies, byHand(path('secret/a', 'read'))] },
      ['medium policy by-hand: none → it allows read secret/a'],
    ],
    [
      'one that opens everything',
      { policies: [...policies, byHand(path('*', 'read'), path('secret/a', 'deny'))] },
      ['critical policy by-hand: none → it allows read *'],
    ],
    [
      'one that nobody can read',
      { policies: [...policies, byHand('path "a" { capabilities = ["fly"] }')] },
      ['high policy by-hand: none → a policy that nobody can read'],
    ],
    [
      'a declared one that is gone',
      { policies: policies.filter(({ name }) => name !== 'app') },
      ['high policy app: a policy → not there: who has it may do nothing by it'],
    ],
    [
      'one that allows more',
      { policies: instead('app', `${app.hcl}\n${path('database/creds/other', 'read')}`) },
      ['high policy app: none of it → it allows read database/creds/other'],
    ],
    [
      'one that opens policies',
      { policies: instead('app', `${app.hcl}\n${path('sys/policies/acl/app', 'update')}`) },
      ['critical policy app: none of it → it allows update sys/policies/acl/app'],
    ],
    [
      'one that allows less',
      { policies: instead('app', '') },
      ['medium policy app: it allows read database/creds/db-app → it does not allow that'],
    ],
    [
      'one that allows something else',
      { policies: instead('app', path('database/creds/other', 'read')) },
      ['high policy app: it allows read database/creds/db-app → it allows read database/creds/other'],
    ],
    [
      'one that binds requests otherwise',
      {
        policies: instead(
          'app',
          'path "database/creds/db-app" { capabilities = ["read"] max_wrapping_ttl = "90s" }',
        ),
      },
      ['high policy app: none of it → requests are bound otherwise on database/creds/db-app'],
    ],
    [
      'another text that allows the same',
      { policies: instead('app', `# by hand\n${app.hcl.replace('{', '{\n ')}`) },
      [],
    ],
    [
      "more in Vault's own default",
      { policies: instead('default', `${defaultPolicy.hcl}\n${path('database/creds/*', 'read')}`) },
      ['high policy default: none of it → it allows read database/creds/*'],
    ],
    [
      'another way to log in',
      { authMounts: [...found.authMounts, { path: 'people', type: 'userpass', description: '' }] },
      ['high auth mount people: none → logins of the kind userpass'],
    ],
    [
      'an AppRole by hand',
      { logins: [...logins, { name: 'ops', policies: ['plan', 'app'], secretIds: 0 }] },
      ['high AppRole ops: none → a login with the policies plan and app'],
    ],
    [
      'an AppRole by hand that may do everything',
      {
        policies: [...policies, byHand(path('*', 'sudo', 'update'))],
        logins: [...logins, { name: 'ops', policies: ['by-hand'], secretIds: 0 }],
      },
      [
        'critical policy by-hand: none → it allows update and sudo *',
        'critical AppRole ops: none → a login with the policy by-hand',
      ],
    ],
    [
      'a further secret_id of an operator',
      { logins: [{ name: 'plan', policies: ['plan'], secretIds: 2 }] },
      ['high secret_ids of AppRole plan: 1, which this machine keeps → 2: somebody else can log in'],
    ],
    [
      'no secret_id of an operator',
      { logins: [{ name: 'plan', policies: ['plan'], secretIds: 0 }] },
      ['low secret_ids of AppRole plan: 1, which this machine keeps → none'],
    ],
    [
      'policies of an entity',
      { entities: [{ id: '1', name: 'entity_1', policies: ['app'], logins: ['plan'] }] },
      ['high entity entity_1: no policies → the policy app for AppRole plan'],
    ],
    [
      'policies of a group',
      { groups: [{ id: '1', name: 'admins', policies: ['plan', 'app'], logins: [] }] },
      ['high group admins: no policies → the policies plan and app'],
    ],
    ['a group without policies', { groups: [{ id: '1', name: 'all', policies: [], logins: [] }] }, []],
  ])('tells %s', (_, parts, told) => {
    expect(drift(parts).map(inLine)).toEqual(told);
  });
});

describe('what Vault has otherwise than declared: tokens', () => {
  const made = { ...token, login: undefined, path: 'auth/token/create-orphan' };
  const ofApplication = { ...made, displayName: 'token-app', policies: ['app', 'default'] };

  it.each<[string, Partial<typeof token>[], string[]]>([
    [
      'root, also with other policies, once',
      [
        { ...made, policies: ['root'] },
        { ...made, policies: ['plan', 'root'] },
      ],
      ['critical root tokens: none → 2: whoever has one may do everything'],
    ],
    [
      'one by hand',
      [{ ...made, displayName: 'token-ops', policies: ['default', 'plan'], endsInSeconds: 7200 }],
      [
        'high token token-ops: none → a token with the policies default and plan, made by auth/token/create-orphan, that ends in 2 hours',
      ],
    ],
    [
      'one that never ends',
      [{ ...made, displayName: 'token-ops', policies: ['plan'], endsInSeconds: undefined }],
      [
        'high token token-ops: none → a token with the policy plan, made by auth/token/create-orphan, that ends never',
      ],
    ],
    [
      'one of a login that is gone',
      [{ login: 'ops' }],
      [
        'high token approle: none → a token with the policies default and plan, made by auth/approle/login, that ends in 20 minutes',
      ],
    ],
    [
      'one like the application’s, where that logs in',
      [ofApplication],
      [
        'high token token-app: none → a token with the policies app and default, made by auth/token/create-orphan, that ends in 20 minutes',
      ],
    ],
  ])('tells %s', (_, others, told) => {
    const all = [...tokens, ...others.map((other) => ({ ...token, ...other }))];
    expect(drift({ tokens: all }).map(inLine)).toEqual(told);
  });

  it('tells none of the application, where it has one of its own, and a second one', () => {
    const one = { tokens: [...tokens, ofApplication] };
    expect(drift(one, { hasApplicationToken: true })).toEqual([]);
    const two = { tokens: [...tokens, ofApplication, { ...ofApplication, accessor: 'b' }] };
    expect(drift(two, { hasApplicationToken: true }).map(inLine)).toEqual([
      'high tokens of the application: 1 → 2: somebody else can be the application',
    ]);
  });
});
