import { Access } from '../../../constructs/access';
import { Database } from '../../../constructs/database';
import { resolveDeployment, type DeploymentProps } from '../../../constructs/deployment';
import { stackNames } from '../../../constructs/names';
import { deployment as external } from '../../../deployments/external';
import { caught } from '../support/caught';
import { Synthesized } from '../support/synthesized';

const access = new Synthesized(Access, external);
const orders = new Synthesized(Database, external);

describe('a deployment of systems that run elsewhere', () => {
  it('has no containers', () => {
    expect(stackNames(resolveDeployment(external))).toEqual(['access', 'database-orders']);
  });

  it('reaches Vault where it is, over TLS', () => {
    expect(access.json.provider['vault']).toEqual([
      { address: 'https://vault.example.com:8200', skip_child_token: true, skip_tls_verify: false },
    ]);
  });

  it('leaves to who runs Vault what that writes down and backs up', () => {
    expect(access.all('vault_audit')).toEqual([]);
    const policies = access.all('vault_policy').map(({ name }) => name);
    expect(policies.sort()).toEqual(['app', 'app-issuer', 'db-admin', 'plan']);
    expect(JSON.stringify(access.one('vault_policy', 'plan'))).not.toContain('auth/token/accessors');
  });

  it('has Vault verify PostgreSQL wholly', () => {
    const { postgresql } = orders.one('vault_database_secret_backend_connection') as {
      postgresql: Record<string, unknown>;
    };
    expect(postgresql['connection_url']).toBe(
      'postgresql://{{username}}:{{password}}@postgres.example.com:5432/orders?sslmode=verify-full',
    );
  });
});

const vault = { address: 'https://vault.example.com' };
const server = { host: 'postgres.example.com' };

describe('what cannot be elsewhere', () => {
  it.each<[string, Partial<DeploymentProps>, string]>([
    ['half of it', { vault, connections: { orders: {} } }, 'must be there, since vault.address is'],
    ['the other half', { vault: {}, connections: { orders: server } }, 'needs a vault.address too'],
    ['Vault in clear', { vault: { address: 'http://vault.example.com' } }, "'vault.address'"],
    ['a container', { vault: { ...vault, port: 8200 } }, "'vault.port' (8200) is of a deployment"],
    ['PostgreSQL in a container', { postgres: {} }, "'postgres' ({}) is of a deployment"],
    ['key shares', { keys: { pgp: [] } }, '\'keys\' ({"pgp":[]}) is of a deployment'],
    ['its own TLS', { tls: 'off' }, `'tls' ("off") is of a deployment`],
    ['a simple token', { application: 'token' }, 'cannot be had of a Vault that runs elsewhere'],
    [
      'no check',
      { connections: { orders: { ...server, sslmode: 'require' as never } } },
      'must be "verify-full"',
    ],
    [
      'a CA that is not there',
      { connections: { orders: { ...server, caFile: 'absent.pem' } } },
      'does not exist',
    ],
    [
      'a host with a login',
      { connections: { orders: { host: '//u:hunter2@h' } } },
      "'connections.orders.host'",
    ],
  ])('%s', (_, props, expected) => {
    const problem = caught(() => resolveDeployment({ ...external, ...props }));
    expect(problem).toHaveProperty('why', expect.stringContaining(expected));
    expect((problem as Error).message).not.toContain('hunter2');
  });
});
