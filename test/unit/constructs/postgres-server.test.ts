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

  it('makes the superuser and the database, and keeps no password where Vault has a login of its own', () => {
    expect(container['env']).toEqual([
      'POSTGRES_USER=postgres',
      'POSTGRES_DB=postgres',
      'POSTGRES_PASSWORD_FILE=/run/secrets/postgres-password',
      'VAULT_IS_SUPERUSER=false',
    ]);
  });

  it('lets Vault log in as the superuser where the seed deployment says so', () => {
    expect(seedContainer['env']).toContain('VAULT_IS_SUPERUSER=true');
  });

  it('takes other names from the deployment', () => {
    const connections = { pg: { username: 'postgres' } };
    const other = containerOf({ connections, postgres: { superuser: 'root', database: 'orders' } });
    expect(other['env']).toEqual(
      expect.arrayContaining(['POSTGRES_USER=root', 'POSTGRES_DB=orders', 'VAULT_IS_SUPERUSER=false']),
    );
  });

  it('has no capability but those of its entrypoint', () =>
    expect(container['capabilities']).toEqual({
      add: ['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FOWNER', 'CAP_SETGID', 'CAP_SETUID'],
      drop: ['ALL'],
    }));

  it('has room for its socket', () => expect(container['tmpfs']).toEqual({ '/var/run/postgresql': '' }));

  it("takes as much memory as the deployment gives, and the machine's swap", () => {
    const large = containerOf({ postgres: { memoryMegabytes: 4096 } });
    expect([large['memory'], large['memory_swap']]).toEqual([4096, -1]);
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

  it('is read by the entrypoint alone', () => expect(password?.permissions).toBe('0400'));

  it("is the deployment's own", () => {
    const own = (seedContainer['upload'] as Upload[]).map(({ source }) => source);
    expect(own).toContain('../../../.dbvault/seed/first-password');
  });
});

describe('the scripts of the first start', () => {
  describe.each(['bootstrap.sql', 'database.sql'])('%s', (name) => {
    const script = uploads.find(({ file }) => file === `/docker-entrypoint-initdb.d/${name}`);

    it('is as it stands in sql/', () => expect(script?.content).toBe(readProjectFile(`sql/${name}`)));

    it('may be read by the server', () => expect(script?.permissions).toBe('0444'));
  });

  it('are all that is uploaded besides, where TLS is off', () => {
    expect(seedContainer['upload']).toHaveLength(3);
  });
});
