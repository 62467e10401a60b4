import { Database } from '../../../constructs/database';
import { readProjectFile } from '../../../constructs/project-files';
import { deployment as seed } from '../../../deployments/seed';
import { Synthesized } from '../support/synthesized';

const stack = new Synthesized(Database);
const connection = stack.one('vault_database_secret_backend_connection');
const postgresql = connection['postgresql'] as Record<string, unknown>;
const role = stack.one('vault_database_secret_backend_role');
const readonlySql = (group: string) => readProjectFile('sql/readonly.sql').trim().replace('{{group}}', group);
const reader = { connection: 'pg', creationSql: 'sql/readonly.sql' };

describe('the stack of a connection', () => {
  it('has the connection and its role', () => {
    const counts = Object.entries(stack.json.resource).map(([type, all]) => [type, Object.keys(all).length]);
    expect(Object.fromEntries(counts)).toEqual({
      vault_database_secret_backend_connection: 1,
      vault_database_secret_backend_role: 1,
    });
  });

  it('takes a range of the Vault provider', () => {
    expect(stack.json.terraform.required_providers).toEqual({
      vault: { source: 'hashicorp/vault', version: '~> 5.6' },
    });
  });

  it('keeps its state in the project, by a relative path', () => {
    expect(stack.json.terraform.backend).toEqual({
      local: { path: '../../../.dbvault/plain/state/database-pg.tfstate' },
    });
  });
});

describe('the connection', () => {
  it('has its name', () => expect(connection['name']).toBe('pg'));
  it.each(['database', 'team/db'])('is on the mount %s', (mount) => {
    const other = new Synthesized(Database, { mount });
    expect(other.one('vault_database_secret_backend_connection')['backend']).toBe(mount);
  });
  it('is tried before it is saved', () => expect(connection['verify_connection']).toBe(true));
  it('is of PostgreSQL', () => expect(connection['plugin_name']).toBe('postgresql-database-plugin'));
  it('allows its roles by name', () => expect(connection['allowed_roles']).toEqual(['reader']));

  it('allows each role that uses it, and never all', () => {
    const roles = { reader, writer: reader };
    const two = new Synthesized(Database, { roles }).one('vault_database_secret_backend_connection');
    expect(two['allowed_roles']).toEqual(['reader', 'writer']);
  });

  it('reaches PostgreSQL by its name on the network, and leaves user and password to Vault', () => {
    expect(postgresql['connection_url']).toMatch(
      /^postgresql:\/\/\{\{username\}\}:\{\{password\}\}@postgres:5432\/postgres\?/,
    );
  });

  it("takes no PostgreSQL for its own but one with a certificate of the deployment's CA", () => {
    expect(postgresql['connection_url']).toMatch(
      /\?sslmode=verify-full&sslrootcert=\/dbvault\/tls\/ca\.pem$/,
    );
  });

  it('says nothing of TLS where the deployment has none', () => {
    const { postgresql: plain } = new Synthesized(Database, seed).one(
      'vault_database_secret_backend_connection',
    );
    expect(plain).toHaveProperty(
      'connection_url',
      'postgresql://{{username}}:{{password}}@postgres:5432/postgres',
    );
  });

  it("reaches the deployment's database", () => {
    const other = new Synthesized(Database, { tls: 'off', postgres: { database: 'orders' } });
    expect(other.one('vault_database_secret_backend_connection')['postgresql']).toHaveProperty(
      'connection_url',
      'postgresql://{{username}}:{{password}}@postgres:5432/orders',
    );
  });

  it('logs in as the dedicated role', () => expect(postgresql['username']).toBe('vault_admin'));

  it('logs in as the superuser where the seed deployment says so', () => {
    const seeded = new Synthesized(Database, seed).one('vault_database_secret_backend_connection');
    expect(seeded['postgresql']).toHaveProperty('username', 'postgres');
  });

  it('has Vault hash passwords', () => {
    expect(postgresql['password_authentication']).toBe('scram-sha-256');
  });
});

describe('the first password', () => {
  const [variable] = Object.entries(stack.json.variable ?? {});

  it('goes in write-only', () => expect(postgresql['password_wo']).toBe('${var.pg_password}'));
  it('goes in nowhere else', () => expect(postgresql).not.toHaveProperty('password'));
  it('goes in once: its version is never raised', () => expect(postgresql['password_wo_version']).toBe(1));
  it('comes from the variable of its connection', () => expect(variable?.[0]).toBe('pg_password'));
  it('is ephemeral: in no state and no plan', () => expect(variable?.[1]['ephemeral']).toBe(true));
  it('is sensitive: in no output', () => expect(variable?.[1]['sensitive']).toBe(true));
  it('has no default', () => expect(variable?.[1]).not.toHaveProperty('default'));

  it('is all that is asked for', () => expect(Object.keys(stack.json.variable ?? {})).toHaveLength(1));
});

describe('a role', () => {
  it('has its name', () => expect(role['name']).toBe('reader'));
  it('lives for an hour', () => expect(role['default_ttl']).toBe(3600));
  it('is renewed for a day', () => expect(role['max_ttl']).toBe(86_400));

  it('waits for its connection', () => {
    const type = 'vault_database_secret_backend_connection';
    expect([role['db_name'], role['backend']]).toEqual([
      stack.reference(type, 'name'),
      stack.reference(type, 'backend'),
    ]);
  });

  it('is made by its SQL', () => {
    expect(role['creation_statements']).toEqual([readonlySql('app_readonly')]);
  });

  it('is revoked by its SQL', () => {
    expect(role['revocation_statements']).toEqual([readProjectFile('sql/revoke.sql').trim()]);
  });

  it('takes its TTLs from the deployment', () => {
    const roles = { reader: { ...reader, defaultTtlSeconds: 60, maxTtlSeconds: 120 } };
    const other = new Synthesized(Database, { roles }).one('vault_database_secret_backend_role');
    expect([other['default_ttl'], other['max_ttl']]).toEqual([60, 120]);
  });

  it('is there for each of the deployment', () => {
    const roles = { reader, writer: reader };
    const names = new Synthesized(Database, { roles })
      .all('vault_database_secret_backend_role')
      .map(({ name }) => name);
    expect(names.sort()).toEqual(['reader', 'writer']);
  });
});

describe('several connections', () => {
  const several = {
    tls: 'off',
    connections: { orders: { username: 'a', database: 'orders' }, pg: { username: 'b' } },
    roles: { ordering: { ...reader, connection: 'orders' }, reader },
  } as const;
  const orders = new Synthesized(Database, several, 'orders');
  const pg = new Synthesized(Database, several, 'pg');

  it.each([
    ['orders', orders, 'ordering', 'a', 'orders'],
    ['pg', pg, 'reader', 'b', 'postgres'],
  ])('%s has its own role, user and database', (name, own, role, username, database) => {
    const declared = own.one('vault_database_secret_backend_connection');
    expect(declared).toMatchObject({ name, allowed_roles: [role], postgresql: { username } });
    expect((declared['postgresql'] as { connection_url: string }).connection_url).toMatch(
      new RegExp(`@postgres:5432/${database}$`),
    );
    expect(own.one('vault_database_secret_backend_role')['name']).toBe(role);
    expect(Object.keys(own.json.variable ?? {})).toEqual([`${name}_password`]);
  });

  it('each have a state of their own', () => {
    expect([orders, pg].map(({ json }) => json.terraform.backend['local']?.['path'])).toEqual([
      '../../../.dbvault/plain/state/database-orders.tfstate',
      '../../../.dbvault/plain/state/database-pg.tfstate',
    ]);
  });

  it('put their users into the group of their database', () => {
    const sqlOf = (own: Synthesized) => own.one('vault_database_secret_backend_role')['creation_statements'];
    expect([sqlOf(orders), sqlOf(pg)]).toEqual([
      [readonlySql('app_readonly_orders')],
      [readonlySql('app_readonly')],
    ]);
  });

  it('are written the same, whichever other there is', () => {
    const { pg: only } = several.connections;
    const alone = new Synthesized(Database, { ...several, connections: { pg: only }, roles: { reader } });
    expect(alone.text).toBe(pg.text);
  });
});

describe('the seed deployment', () => {
  it("has the reference flow's connection and role", () => {
    const seeded = new Synthesized(Database, seed);
    expect({
      connection: seeded.one('vault_database_secret_backend_connection')['name'],
      role: seeded.one('vault_database_secret_backend_role'),
    }).toMatchSnapshot();
  });
});
