import { Containers } from '../../../constructs/containers';
import type { DeploymentProps } from '../../../constructs/deployment';
import { readProjectFile } from '../../../constructs/project-files';
import { deployment as seed } from '../../../deployments/seed';
import { Synthesized } from '../support/synthesized';

interface Upload {
  readonly file: string;
  readonly content?: string;
  readonly source?: string;
  readonly permissions: string;
}

function containerOf(props: Partial<DeploymentProps> = {}, name = 'dbvault-plain-postgres') {
  return new Synthesized(Containers, props).one('docker_container', name);
}

const container = containerOf();
const uploads = container['upload'] as Upload[];
const seedContainer = containerOf(seed, 'postgres');

describe("PostgreSQL's container", () => {
  it('publishes no port', () => expect(container).not.toHaveProperty('ports'));

  it("publishes the seed deployment's port on loopback alone", () => {
    expect(seedContainer['ports']).toEqual([
      { internal: 5432, external: 5432, ip: '127.0.0.1', protocol: 'tcp' },
    ]);
  });

  it('publishes another port on loopback alone', () => {
    expect(containerOf({ postgres: { publishedPort: 15_432 } })['ports']).toEqual([
      { internal: 5432, external: 15_432, ip: '127.0.0.1', protocol: 'tcp' },
    ]);
  });

  it('makes the superuser, the database and the role that Vault logs in as', () => {
    expect(container['env']).toEqual([
      'POSTGRES_USER=postgres',
      'POSTGRES_DB=postgres',
      'POSTGRES_PASSWORD_FILE=/run/secrets/postgres-password',
      'VAULT_ADMIN=vault_admin',
    ]);
  });

  it('lets Vault log in as the superuser where the seed deployment says so', () => {
    expect(seedContainer['env']).toContain('VAULT_ADMIN=postgres');
  });

  it('takes other names from the deployment', () => {
    const connections = { pg: { username: 'vault_root' } };
    const other = containerOf({ connections, postgres: { superuser: 'root', database: 'orders' } });
    expect(other['env']).toEqual(
      expect.arrayContaining(['POSTGRES_USER=root', 'POSTGRES_DB=orders', 'VAULT_ADMIN=vault_root']),
    );
  });

  it('is healthy when it answers over TCP, which the server of the first start does not', () => {
    expect(container['healthcheck']).toEqual({
      test: ['CMD', 'pg_isready', '--host=127.0.0.1', '--username=postgres', '--dbname=postgres'],
      interval: '10s',
      timeout: '5s',
      start_period: '30s',
      retries: 3,
    });
  });
});

describe("PostgreSQL's TLS", () => {
  const setting = (name: string) => {
    const options = container['command'] as string[];
    return options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
  };

  it.each([
    ['ssl', 'on'],
    ['ssl_cert_file', '/dbvault/tls/server.pem'],
    ['ssl_key_file', '/dbvault/tls/server.pem'],
    ['ssl_min_protocol_version', 'TLSv1.2'],
    ['password_encryption', 'scram-sha-256'],
  ])('%s is %s', (name, value) => expect(setting(name)).toBe(value));

  it('lets nobody in over the network without TLS and a password', () => {
    const hba = uploads.find(({ file }) => file === setting('hba_file'));
    const remote = hba?.content?.split('\n').filter((line) => !line.startsWith('local') && line !== '');
    expect(remote?.map((line) => line.split(/ +/))).toEqual([
      ['hostssl', 'all', 'all', 'all', 'scram-sha-256'],
    ]);
  });

  it('is by certificates that come by their paths in the project', () => {
    expect(uploads.map(({ source }) => source)).toEqual([
      undefined,
      '../../../.dbvault/plain/first-password',
      '../../../.dbvault/plain/tls/ca.pem',
      '../../../.dbvault/plain/tls/postgres.pem',
      undefined,
    ]);
  });

  it("lets PostgreSQL's own user read its key, and starts as the image does", () => {
    expect((container['entrypoint'] as string[])[2]).toContain('chown postgres /dbvault/tls/server.pem');
  });

  it('is off where the deployment says so: the image starts as it is', () => {
    expect(seedContainer).not.toHaveProperty('entrypoint');
    expect(seedContainer).not.toHaveProperty('command');
  });
});

describe('the first password', () => {
  const password = uploads.find(({ file }) => file === '/run/secrets/postgres-password');

  it('is uploaded by its path in the project', () => {
    expect(password?.source).toBe('../../../.dbvault/plain/first-password');
  });

  it('is never uploaded as content, which Terraform would keep in its state', () => {
    expect(password).not.toHaveProperty('content');
  });

  it('is for its owner alone', () => expect(password?.permissions).toBe('0400'));

  it("is the deployment's own", () => {
    expect((seedContainer['upload'] as Upload[])[1]?.source).toBe('../../../.dbvault/seed/first-password');
  });
});

describe('the bootstrap script', () => {
  const bootstrap = uploads.find(({ file }) => file === '/docker-entrypoint-initdb.d/bootstrap.sql');

  it('is sql/bootstrap.sql as it stands', () => {
    expect(bootstrap?.content).toBe(readProjectFile('sql/bootstrap.sql'));
  });

  it('may be read by the server', () => expect(bootstrap?.permissions).toBe('0444'));

  it('is all that is uploaded besides, where TLS is off', () => {
    expect(seedContainer['upload']).toHaveLength(2);
  });
});
