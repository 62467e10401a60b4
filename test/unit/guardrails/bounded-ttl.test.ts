import { ApproleAuthBackendRole } from '@cdktf/provider-vault/lib/approle-auth-backend-role';
import { DatabaseSecretBackendRole } from '@cdktf/provider-vault/lib/database-secret-backend-role';
import { JwtAuthBackendRole } from '@cdktf/provider-vault/lib/jwt-auth-backend-role';
import { Token } from '@cdktf/provider-vault/lib/token';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { boundedTtl } from '../../../constructs/guardrails/rules/bounded-ttl';
import { messagesOf, saidOf } from './said-of';

const day = 24 * 3600;
const role = (ttls: object) => (stack: TerraformStack) =>
  new DatabaseSecretBackendRole(stack, 'reader', {
    backend: 'database',
    dbName: 'pg',
    name: 'reader',
    creationStatements: ['x'],
    ...ttls,
  });
const appRole = (bounds: object) => (stack: TerraformStack) =>
  new ApproleAuthBackendRole(stack, 'app', { roleName: 'app', ...bounds });
const token = (bounds: object) => (stack: TerraformStack) => new Token(stack, 't', bounds);

const unbounded = 'has no token_max_ttl, token_explicit_max_ttl or token_period';

describe('bounded-ttl', () => {
  it('gives the message that its page shows', () => {
    expect(saidOf(boundedTtl, role({ defaultTtl: 3600 }))).toEqual([boundedTtl.example]);
  });

  it.each([
    [
      'a role without any',
      role({}),
      ['has no max_ttl: Vault takes 32 days', 'has no default_ttl: Vault takes 32 days'],
    ],
    [
      'a role with 0, which is none',
      role({ defaultTtl: 3600, maxTtl: 0 }),
      ['has no max_ttl: Vault takes 32 days'],
    ],
    [
      'a role for too long',
      role({ defaultTtl: 3600, maxTtl: 8 * day }),
      ['has a max_ttl of 8 days, more than 7 days'],
    ],
    [
      'a role whose default is more',
      role({ defaultTtl: 7200, maxTtl: 3600 }),
      ['has a default_ttl of 2 hours, more than its max_ttl'],
    ],
    [
      'an AppRole without bounds',
      appRole({}),
      [unbounded, 'has no secret_id_ttl: a secret_id logs in for ever'],
    ],
    [
      'an AppRole with tokens for too long',
      appRole({ tokenMaxTtl: 90 * day, secretIdTtl: 60 }),
      ['has tokens of up to 90 days, more than 32 days'],
    ],
    [
      'an AppRole with secret_ids for ever',
      appRole({ tokenMaxTtl: 60, secretIdTtl: 0 }),
      ['has no secret_id_ttl: a secret_id logs in for ever'],
    ],
    [
      'another login',
      (stack: TerraformStack) => new JwtAuthBackendRole(stack, 'j', { roleName: 'j', userClaim: 'sub' }),
      [unbounded],
    ],
    ['a token', token({ policies: ['p'] }), ['has no ttl and no period']],
    ['a token with 0', token({ ttl: '0s' }), ['has no ttl and no period']],
  ])('finds %s', (_, declare, messages) => {
    expect(messagesOf(boundedTtl, declare)).toEqual(messages);
  });

  it.each([
    ['a role for a week', role({ defaultTtl: 3600, maxTtl: 7 * day })],
    ['a role whose TTLs are equal', role({ defaultTtl: 60, maxTtl: 60 })],
    ['an AppRole with a longest time', appRole({ tokenMaxTtl: 32 * day, secretIdTtl: 60 })],
    ['an AppRole with a time that nobody extends', appRole({ tokenExplicitMaxTtl: 60, secretIdTtl: 60 })],
    ['an AppRole with a period', appRole({ tokenPeriod: 30 * day, secretIdTtl: 60 })],
    ['a token for a day', token({ ttl: '24h' })],
    ['a token that is renewed', token({ period: '30m' })],
    [
      'a role whose TTLs only Terraform knows',
      (stack: TerraformStack) => {
        const { numberValue } = new TerraformVariable(stack, 'ttl', { type: 'number' });
        role({ defaultTtl: numberValue, maxTtl: numberValue })(stack);
      },
    ],
  ])('lets be: %s', (_, declare) => {
    expect(messagesOf(boundedTtl, declare)).toEqual([]);
  });
});
