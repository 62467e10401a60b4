import { Container } from '@cdktf/provider-docker/lib/container';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { DatabaseSecretBackendConnection } from '@cdktf/provider-vault/lib/database-secret-backend-connection';
import { GenericEndpoint } from '@cdktf/provider-vault/lib/generic-endpoint';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { literalPassword } from '../../../constructs/guardrails/rules/literal-password';
import { messagesOf, saidOf } from './said-of';

const secret = 'hunter2-of-nobody';
const pem = ['BEGIN', 'END'].map((word) => `-----${word} PRIVATE KEY-----`).join('\nMC4CAQ\n');

const connection = (postgresql: object) => (stack: TerraformStack) =>
  new DatabaseSecretBackendConnection(stack, 'pg', { backend: 'database', name: 'pg', postgresql });
const container = (config: object) => (stack: TerraformStack) =>
  new Container(stack, 'c', { name: 'c', image: 'nginx:1', ...config });

describe('literal-password', () => {
  it('gives the message that its page shows', () => {
    const said = saidOf(literalPassword, connection({ passwordWo: secret, passwordWoVersion: 1 }));
    expect(said).toEqual([literalPassword.example]);
  });

  it.each([
    [
      'an argument that stays',
      connection({ password: secret }),
      'postgresql.password is written in the configuration',
    ],
    [
      'a URL',
      connection({ connectionUrl: `postgresql://admin:${secret}@db:5432/x` }),
      'postgresql.connection_url holds a password',
    ],
    [
      "PostgreSQL's key words",
      connection({ connectionUrl: `host=db password='${secret}' user=admin` }),
      'postgresql.connection_url holds a password',
    ],
    [
      "a user's login in MySQL's form",
      connection({ connectionUrl: `admin:${secret}@tcp(db:3306)/` }),
      'postgresql.connection_url holds a password',
    ],
    [
      "a container's environment",
      container({ env: ['A=b', `POSTGRES_PASSWORD=${secret}`] }),
      'env POSTGRES_PASSWORD is written in the configuration',
    ],
    [
      "Vault's dev root token",
      container({ env: [`VAULT_DEV_ROOT_TOKEN_ID=${secret}`] }),
      'env VAULT_DEV_ROOT_TOKEN_ID is written in the configuration',
    ],
    [
      'a URL in the environment',
      container({ env: [`DATABASE_URL=postgresql://app:${secret}@db/x`] }),
      'env holds a password',
    ],
    [
      'an uploaded key',
      container({ upload: [{ file: '/server.key', content: pem }] }),
      'upload.content holds a private key',
    ],
    [
      "an uploaded token of Vault's",
      container({ upload: [{ file: '/token', content: `hvs.${'a'.repeat(24)}` }] }),
      'upload.content holds a token of Vault',
    ],
    [
      "a provider's token",
      (stack: TerraformStack) =>
        new VaultProvider(stack, 'vault', { address: 'https://vault', token: secret }),
      'token is written in the configuration',
    ],
    [
      "a provider's login",
      (stack: TerraformStack) =>
        new VaultProvider(stack, 'vault', {
          address: 'https://vault',
          authLogin: [{ path: 'auth/approle/login', parameters: { role_id: 'r', secret_id: secret } }],
        }),
      'auth_login.parameters.secret_id is written in the configuration',
    ],
    [
      "a registry's password",
      (stack: TerraformStack) =>
        new DockerProvider(stack, 'docker', {
          registryAuth: [{ address: 'registry.example', username: 'u', password: secret }],
        }),
      'registry_auth.password is written in the configuration',
    ],
    [
      'a user in JSON',
      (stack: TerraformStack) =>
        new GenericEndpoint(stack, 'user', {
          path: 'auth/userpass/users/u',
          dataJson: JSON.stringify({ policies: ['p'], password: secret }),
        }),
      'data_json holds password, written in the configuration',
    ],
  ])('finds it in %s', (_, declare, message) => {
    expect(messagesOf(literalPassword, declare)).toEqual([message]);
  });

  it('follows a variable to its default', () => {
    const said = saidOf(literalPassword, (stack) => {
      const { stringValue } = new TerraformVariable(stack, 'given', { type: 'string', default: secret });
      connection({ passwordWo: stringValue, passwordWoVersion: 1 })(stack);
    });
    expect(said).toEqual([
      { address: 'var.given', message: 'its default is written in the configuration, and feeds a secret' },
    ]);
  });

  it("knows a secret's default by the variable's name", () => {
    const said = saidOf(literalPassword, (stack) => {
      new TerraformVariable(stack, 'db_password', { type: 'string', default: secret });
    });
    expect(said.map(({ address }) => address)).toEqual(['var.db_password']);
  });

  it.each([
    [
      "Vault's own placeholders",
      connection({ connectionUrl: 'postgresql://{{username}}:{{password}}@db:5432/x' }),
    ],
    [
      "placeholders in MySQL's form",
      connection({ connectionUrl: '{{username}}:{{password}}@tcp(db:3306)/' }),
    ],
    ['how passwords are hashed', connection({ passwordAuthentication: 'scram-sha-256' })],
    ['a file that holds one', container({ env: ['POSTGRES_PASSWORD_FILE=/run/secrets/p'] })],
    ['an empty variable', container({ env: ['VAULT_TOKEN='] })],
    ['an upload by its path', container({ upload: [{ file: '/server.key', source: 'server.key' }] })],
    ['a certificate', container({ upload: [{ file: '/ca.pem', content: '-----BEGIN CERTIFICATE-----' }] })],
    ['a URL with a port', container({ env: ['VAULT_ADDR=https://127.0.0.1:8200', 'A=http://a:8200/x@y'] })],
    [
      'a variable without a default',
      (stack: TerraformStack) => {
        const { stringValue } = new TerraformVariable(stack, 'db_password', { type: 'string' });
        connection({ passwordWo: stringValue, passwordWoVersion: 1 })(stack);
      },
    ],
  ])('lets be: %s', (_, declare) => {
    expect(messagesOf(literalPassword, declare)).toEqual([]);
  });

  it('shows the secret to nobody', () => {
    const said = saidOf(literalPassword, (stack) => {
      connection({ password: secret, connectionUrl: `postgresql://u:${secret}@db` })(stack);
      container({ env: [`X_TOKEN=${secret}`] })(stack);
    });
    expect(said).toHaveLength(3);
    expect(JSON.stringify(said)).not.toContain(secret);
  });
});
