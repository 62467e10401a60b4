import { Container } from '@cdktf/provider-docker/lib/container';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { DatabaseSecretBackendConnection } from '@cdktf/provider-vault/lib/database-secret-backend-connection';
import { LdapAuthBackend } from '@cdktf/provider-vault/lib/ldap-auth-backend';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import type { TerraformStack } from 'cdktf';
import { tls } from '../../../constructs/guardrails/rules/tls';
import { messagesOf, saidOf } from './said-of';

const url = 'postgresql://{{username}}:{{password}}@db:5432/x';
const connection = (connectionUrl: string) => (stack: TerraformStack) =>
  new DatabaseSecretBackendConnection(stack, 'pg', {
    backend: 'database',
    name: 'pg',
    postgresql: { connectionUrl },
  });
const container = (config: object) => (stack: TerraformStack) =>
  new Container(stack, 'c', { name: 'c', image: 'hashicorp/vault:1.21.1', ...config });
const uploaded = (content: string) => container({ upload: [{ file: '/vault/config/config.hcl', content }] });
const vault = (config: object) => (stack: TerraformStack) =>
  new VaultProvider(stack, 'v', { address: '', ...config });
const docker = (config: object) => (stack: TerraformStack) => new DockerProvider(stack, 'd', config);

const noTls = '/vault/config/config.hcl has a listener of Vault with tls_disable';
const unproved = (mode: string) =>
  `postgresql.connection_url has sslmode=${mode}, so whoever answers is taken for PostgreSQL`;

describe('tls', () => {
  it('gives the message that its page shows', () => {
    expect(saidOf(tls, connection(url))).toEqual([tls.example]);
  });

  it.each(['disable', 'allow', 'prefer', 'require'])('does not take sslmode=%s', (mode) => {
    expect(messagesOf(tls, connection(`${url}?connect_timeout=5&sslmode=${mode}`))).toEqual([unproved(mode)]);
    expect(messagesOf(tls, connection(`host=db sslmode=${mode} user={{username}}`))).toEqual([
      unproved(mode),
    ]);
  });

  it.each(['verify-ca', 'verify-full'])('takes sslmode=%s', (mode) => {
    expect(messagesOf(tls, connection(`${url}?sslmode=${mode}&sslrootcert=/ca.pem`))).toEqual([]);
    expect(messagesOf(tls, connection(`host=db sslmode='${mode}'`))).toEqual([]);
  });

  it('takes a socket, which has no way to be on', () => {
    expect(messagesOf(tls, connection('host=/var/run/postgresql user={{username}}'))).toEqual([]);
    expect(messagesOf(tls, connection('postgresql://u@%2Fvar%2Frun%2Fpostgresql/x'))).toEqual([]);
  });

  it.each([
    ['HCL', 'listener "tcp" {\n  address = "0.0.0.0:8200"\n  tls_disable = true\n}'],
    ['a number', 'listener "tcp" { tls_disable = 1 }'],
    ['a text', 'listener "tcp" { tls_disable = "true" }'],
    ['JSON', '{"listener":[{"tcp":{"address":"0.0.0.0:8200","tls_disable":true}}]}'],
    ['one of two listeners', 'listener "tcp" { tls_disable = false }\nlistener "tcp" { tls_disable = true }'],
  ])("finds a listener without TLS in Vault's configuration: %s", (_, content) => {
    expect(messagesOf(tls, uploaded(content))).toEqual([noTls]);
  });

  it.each([
    [
      'in base64',
      container({
        upload: [
          {
            file: '/vault/config/config.hcl',
            contentBase64: Buffer.from('listener "tcp" { tls_disable = true }').toString('base64'),
          },
        ],
      }),
      noTls,
    ],
    [
      'in the environment',
      container({ env: ['VAULT_LOCAL_CONFIG={"listener":{"tcp":{"tls_disable":true}}}'] }),
      'env VAULT_LOCAL_CONFIG has a listener of Vault with tls_disable',
    ],
    [
      'in dev mode',
      container({ command: ['server', '-dev'] }),
      'starts Vault with -dev: without TLS, and without a seal',
    ],
    [
      "in the provider's address",
      vault({ address: 'http://127.0.0.1:8200' }),
      'reaches Vault over http://, in clear',
    ],
    [
      'in a check that is skipped',
      vault({ address: 'https://vault', skipTlsVerify: true }),
      'skip_tls_verify takes any certificate',
    ],
    [
      "in the engine's address",
      docker({ host: 'tcp://192.0.2.7:2375' }),
      'reaches the Docker engine over tcp:// without a certificate',
    ],
    [
      'in a login',
      (stack: TerraformStack) => new LdapAuthBackend(stack, 'l', { url: 'ldaps://l', insecureTls: true }),
      'insecure_tls takes any certificate',
    ],
  ])('finds it %s', (_, declare, message) => {
    expect(messagesOf(tls, declare)).toEqual([message]);
  });

  it.each([
    ['a listener with TLS', uploaded('listener "tcp" { tls_cert_file = "/c" \n tls_disable = false }')],
    ['a comment', uploaded('# tls_disable = true\nlistener "tcp" { tls_cert_file = "/c" }')],
    ['what is no configuration of Vault', uploaded('tls_disable = true is what not to write')],
    ['an address with https', vault({ address: 'https://127.0.0.1:8200', skipTlsVerify: false })],
    ['an address from the environment', vault({})],
    ['an engine with certificates', docker({ host: 'tcp://192.0.2.7:2376', certPath: '/certs' })],
    ["an engine's socket", docker({ host: 'unix:///var/run/docker.sock' })],
  ])('lets be: %s', (_, declare) => {
    expect(messagesOf(tls, declare)).toEqual([]);
  });
});
