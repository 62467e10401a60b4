import { DatabaseSecretBackendConnection } from '@cdktf/provider-vault/lib/database-secret-backend-connection';
import { DatabaseSecretsMount } from '@cdktf/provider-vault/lib/database-secrets-mount';
import type { TerraformStack } from 'cdktf';
import { namedAllowedRoles } from '../../../constructs/guardrails/rules/named-allowed-roles';
import { messagesOf, saidOf } from './said-of';

const allowing = (allowedRoles: string[]) => (stack: TerraformStack) =>
  new DatabaseSecretBackendConnection(stack, 'pg', { backend: 'database', name: 'pg', allowedRoles });

describe('named-allowed-roles', () => {
  it('gives the message that its page shows', () => {
    expect(saidOf(namedAllowedRoles, allowing(['*']))).toEqual([namedAllowedRoles.example]);
  });

  it('finds a part of a name', () => {
    expect(messagesOf(namedAllowedRoles, allowing(['reader', 'app-*']))).toEqual([
      'allowed_roles has "app-*": every role of such a name may use it',
    ]);
  });

  it("finds it in a mount's connections", () => {
    const said = messagesOf(namedAllowedRoles, (stack) => {
      const postgresql = [
        { name: 'a', allowedRoles: ['reader'] },
        { name: 'b', allowedRoles: ['*'] },
      ];
      new DatabaseSecretsMount(stack, 'db', { path: 'db', postgresql });
    });
    expect(said).toEqual(['allowed_roles has "*": every role may use it']);
  });

  it.each([[[]], [['reader']], [['reader', 'writer']]])('lets be: %j', (names) => {
    expect(messagesOf(namedAllowedRoles, allowing(names))).toEqual([]);
  });
});
