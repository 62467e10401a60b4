import { Container } from '@cdktf/provider-docker/lib/container';
import { DatabaseSecretBackendConnection } from '@cdktf/provider-vault/lib/database-secret-backend-connection';
import { Token } from '@cdktf/provider-vault/lib/token';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { passwordInState } from '../../../constructs/guardrails/rules/password-in-state';
import { messagesOf, saidOf } from './said-of';

function variable(stack: TerraformStack, ephemeral: boolean): string {
  const made = new TerraformVariable(stack, 'given', { type: 'string', sensitive: true });
  if (ephemeral) made.addOverride('ephemeral', true);
  return made.stringValue;
}

function connect(stack: TerraformStack, postgresql: object): void {
  new DatabaseSecretBackendConnection(stack, 'pg', { backend: 'database', name: 'pg', postgresql });
}

describe('password-in-state', () => {
  it('gives the message that its page shows', () => {
    const said = saidOf(passwordInState, (stack) => connect(stack, { password: variable(stack, false) }));
    expect(said).toEqual([passwordInState.example]);
  });

  it.each([
    [
      'a variable that is not ephemeral',
      (stack: TerraformStack) => connect(stack, { passwordWo: variable(stack, false), passwordWoVersion: 1 }),
      'postgresql.password_wo comes from var.given, which is not ephemeral: a plan holds it',
    ],
    [
      'a resource',
      (stack: TerraformStack) => {
        const token = new Token(stack, 'made', { ttl: '1h' });
        connect(stack, { passwordWo: token.clientToken, passwordWoVersion: 1 });
      },
      "postgresql.password_wo comes from vault_token.made.client_token, which Terraform's state holds",
    ],
    [
      "a container's environment",
      (stack: TerraformStack) =>
        new Container(stack, 'c', {
          name: 'c',
          image: 'postgres:15',
          env: ['A=b', `POSTGRES_PASSWORD=${variable(stack, true)}`],
        }),
      "env POSTGRES_PASSWORD stands in Terraform's state",
    ],
    [
      'a URL',
      (stack: TerraformStack) =>
        connect(stack, { connectionUrl: `postgresql://admin:${variable(stack, true)}@db:5432/x` }),
      "postgresql.connection_url is given a password, and stands in Terraform's state",
    ],
  ])('finds it in what comes from %s', (_, declare, message) => {
    expect(messagesOf(passwordInState, declare)).toEqual([message]);
  });

  it.each([
    [
      'an ephemeral variable',
      (stack: TerraformStack) => connect(stack, { passwordWo: variable(stack, true), passwordWoVersion: 1 }),
    ],
    [
      "a host that is a resource's",
      (stack: TerraformStack) => {
        const server = new Container(stack, 'db', { name: 'db', image: 'postgres:15' });
        connect(stack, { connectionUrl: `postgresql://{{username}}:{{password}}@${server.name}:5432/x` });
      },
    ],
    [
      'a path to a file',
      (stack: TerraformStack) =>
        new Container(stack, 'c', {
          name: 'c',
          image: 'postgres:15',
          env: [`POSTGRES_PASSWORD_FILE=${variable(stack, false)}`],
        }),
    ],
  ])('lets be: %s', (_, declare) => {
    expect(messagesOf(passwordInState, declare)).toEqual([]);
  });
});
