import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../common/run';
import { makeAuthority, makeServerCertificate } from '../../steps/issue-certificate';
import { keyAndCertificates, parsePem } from '../../steps/pem';
import { deployment } from './deployments/e2e-tls';
import { Cli } from './support/cli';
import { docker, inspect } from './support/outside';
import { Flow } from './support/reference-flow';
import { handshake, serialOfPostgres, serialOfVault } from './support/served';

interface Changed {
  readonly changed: string[];
}
interface Parts {
  readonly parts: { readonly part: string; readonly state: string; readonly next?: string }[];
}

const minuteMs = 60_000;
const nearEnd = () => new Date(Date.now() - 61 * 24 * 3600 * 1000);
const flow = new Flow({
  file: 'test/e2e/deployments/e2e-tls.ts',
  props: deployment,
  firstPassword: 'unused',
});
const off = new Cli('test/e2e/deployments/e2e-tls-off.ts');
const on = new Cli('test/e2e/deployments/e2e-tls.ts');
const { vault, postgres } = flow.deployment;
const file = (name: string) => `${flow.folder}/tls/${name}`;
const ca = () => readFileSync(file('ca.pem'), 'utf8');
const served = async () => [
  await serialOfVault(vault.port, ca()),
  await serialOfPostgres(postgres.containerName, ca()),
];
const inFiles = () =>
  ['vault.pem', 'postgres.pem'].map((name) => new X509Certificate(readFileSync(file(name))).serialNumber);

/** Logs in from another container with these libpq settings. */
async function login(settings: string, sql = 'SELECT 1') {
  const { username, password } = await flow.credential();
  const image = await inspect(postgres.containerName, '{{.Image}}');
  const script = `read -r PGPASSWORD; export PGPASSWORD; printf %s "$1" > /tmp/ca.pem; exec psql -X -A -t "host=postgres user=$0 dbname=postgres $2" -c "$3"`;
  const args = ['run', '--rm', '-i', '--network', flow.network, '--entrypoint', 'sh', image, '-c', script];
  return run('docker', [...args, username, ca(), settings, sql], { input: `${password}\n` });
}

async function vaultLogsIn(): Promise<number> {
  const { status } = await flow.rootApi('database/reset/my-postgres-database', 'PUT');
  return status;
}

/** What status says of TLS. */
async function tlsState() {
  const { exitCode, stdout } = await on.run('status', '--json');
  const found = (JSON.parse(stdout) as Parts).parts.find(({ part }) => part === 'TLS');
  return { exitCode, state: found?.state ?? '', next: found?.next };
}

beforeAll(async () => {
  await on.destroyAll();
}, 2 * minuteMs);
afterAll(async () => {
  await on.destroyAll();
}, 2 * minuteMs);

describe('a deployment that says that TLS is off', () => {
  it('is up, and says loudly what that means', async () => {
    const up = await off.run('up', '--yes');
    expect(up.exitCode).toBe(0);
    expect(up.stdout).toContain('OFF: Vault speaks plain HTTP on 127.0.0.1');
    const status = await off.run('status');
    expect(status.exitCode).toBe(0);
    expect(status.stdout).toMatch(/^! TLS +OFF, all in clear/m);
    expect((await fetch(`http://127.0.0.1:${vault.port}/v1/sys/health`)).status).toBe(200);
  });

  it('gets it when it no longer says so: on its volumes, with its keys, and Vault knows its password', async () => {
    const { shares } = flow.keys();
    const before = await off.json<{ username: string }>('creds', 'db-app');
    const { changed } = await on.json<Changed>('up');
    expect(changed).toEqual([
      'applied containers',
      'unsealed Vault',
      'applied database-my-postgres-database',
    ]);
    expect(flow.keys().shares).toEqual(shares);
    const count = `SELECT count(*) FROM pg_roles WHERE rolname = '${before.username}'`;
    expect(await flow.superuser(count)).toBe('1');
    expect(await vaultLogsIn()).toBe(204);
    expect((await on.json<Changed>('up')).changed).toEqual([]);
    const { exitCode, state } = await tlsState();
    expect(`${exitCode} ${state}`).toMatch(/^0 on, until 20/);
  });
});

describe("Vault's listener", () => {
  it('does not answer in plain HTTP', async () => {
    const answer = await fetch(`http://127.0.0.1:${vault.port}/v1/sys/health`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('HTTP request to an HTTPS server');
  });

  it.each(['TLSv1', 'TLSv1.1'] as const)('refuses %s', async (version) => {
    const options = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    const attempt = handshake({ host: '127.0.0.1', port: vault.port, ca: ca(), ...options });
    await expect(attempt).rejects.toHaveProperty('code', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('takes %s', async (version) => {
    const options = { minVersion: version, maxVersion: version };
    const socket = await handshake({ host: '127.0.0.1', port: vault.port, ca: ca(), ...options });
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });

  it("is not trusted by a client without the deployment's CA", async () => {
    const attempt = handshake({ host: '127.0.0.1', port: vault.port });
    await expect(attempt).rejects.toHaveProperty('code', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('is healthy, by the container itself', async () => {
    const healthy = docker('exec', vault.containerName, 'vault', 'status', '-format=json');
    expect(JSON.parse(await healthy)).toMatchObject({ sealed: false });
  });
});

describe('PostgreSQL', () => {
  it('refuses a login from elsewhere without TLS', async () => {
    const { exitCode, stderr } = await login('sslmode=disable');
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/no pg_hba.conf entry for host .*, no encryption/);
  });

  it('refuses one over TLS with a wrong password', async () => {
    const { stderr } = await login('sslmode=require password=wrong');
    expect(stderr).toContain('password authentication failed');
  });

  it("is known by its name and the deployment's CA", async () => {
    const version = 'SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    const { stdout } = await login('sslmode=verify-full sslrootcert=/tmp/ca.pem', version);
    expect(stdout.trim()).toMatch(/^TLSv1\.[23]$/);
  });

  it('is spoken to by Vault over TLS alone', async () => {
    expect(await vaultLogsIn()).toBe(204);
    await flow.credential();
    const sessions =
      "SELECT bool_and(ssl), count(*) > 0 FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'vault_admin'";
    expect(await flow.superuser(sessions)).toBe('t|t');
  });

  it('is not trusted by Vault where its certificate is of another CA; up makes that good', async () => {
    const other = await makeAuthority('e2e-tls', new Date());
    await run('docker', ['exec', '-i', vault.containerName, 'sh', '-c', 'cat > /dbvault/tls/ca.pem'], {
      input: other.certificate.toString(),
    });
    expect(await vaultLogsIn()).toBeGreaterThanOrEqual(400);
    const { changed } = await on.json<Changed>('up');
    expect(changed).toEqual(['loaded certificates into vault']);
    expect(await vaultLogsIn()).toBe(204);
  });
});

describe('certificates near their end', () => {
  it('are told of by status, and renewed by up: both serve new ones, Vault stays open, sessions go on', async () => {
    const { key, certificates } = parsePem(readFileSync(file('ca.key'), 'utf8'));
    if (key === undefined || certificates[0] === undefined) throw new Error('no CA');
    const authority = { key, certificate: certificates[0] };
    for (const [name, names] of [
      ['vault', ['vault', vault.containerName, 'localhost', '127.0.0.1', '::1']],
      ['postgres', ['postgres', postgres.containerName, 'localhost', '127.0.0.1']],
    ] as const) {
      const made = await makeServerCertificate(authority, names, nearEnd());
      writeFileSync(file(`${name}.pem`), keyAndCertificates(made.key, [made.certificate]));
    }
    const { exitCode, state, next } = await tlsState();
    expect(`${exitCode} ${state}`).toMatch(/^2 vault\.pem ends 20/);
    expect(next).toContain('npm run up');
    const before = await served();
    const sleeping = login('sslmode=require', 'SELECT pg_sleep(600)');
    const pids = () =>
      flow.superuser("SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'");
    while ((await pids()) === '') await sleep(200);
    const pid = await pids();
    const started = await inspect(vault.containerName, '{{.State.StartedAt}}');

    const { changed } = await on.json<Changed>('up');

    expect(changed).toEqual(['loaded certificates into vault and postgres']);
    expect(await served()).toEqual(inFiles());
    for (const serial of await served()) expect(before).not.toContain(serial);
    expect(await inspect(vault.containerName, '{{.State.StartedAt}}')).toBe(started);
    expect(await pids()).toBe(pid);
    await flow.superuser(`SELECT pg_terminate_backend(${pid})`);
    await sleeping;
    expect((await on.json<Changed>('up')).changed).toEqual([]);
  });

  it('are those that a restart serves, too', async () => {
    await docker('restart', vault.containerName, postgres.containerName);
    await on.json('unseal');
    expect((await on.json<Changed>('up')).changed).toEqual([]);
    expect(await served()).toEqual(inFiles());
  });
});

describe('another CA', () => {
  it('is made where the folder was deleted, and taken up by both without a restart', async () => {
    const before = ca();
    rmSync(`${flow.folder}/tls`, { recursive: true });
    const { changed } = await on.json<Changed>('up');
    expect(changed).toEqual(['loaded certificates into vault and postgres']);
    expect(ca()).not.toBe(before);
    expect(await served()).toEqual(inFiles());
    expect(await vaultLogsIn()).toBe(204);
    expect((await login('sslmode=verify-full sslrootcert=/tmp/ca.pem')).stdout.trim()).toBe('1');
  });

  it('may be given, with its certificates', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dbvault-e2e-tls-'));
    const authority = await makeAuthority('elsewhere', new Date());
    writeFileSync(join(folder, 'ca.crt'), authority.certificate.toString());
    const serials = [];
    for (const names of [['vault', '127.0.0.1'], ['postgres']] as const) {
      const { key, certificate } = await makeServerCertificate(authority, names, new Date());
      writeFileSync(join(folder, `${names[0]}.crt`), certificate.toString());
      writeFileSync(join(folder, `${names[0]}.key`), key.export({ type: 'pkcs8', format: 'pem' }));
      serials.push(certificate.serialNumber);
    }
    const given = new Cli('test/e2e/deployments/e2e-tls-given.ts', { E2E_TLS_GIVEN: folder });
    const { changed } = await given.json<Changed>('up');
    expect(changed).toEqual(['loaded certificates into vault and postgres']);
    expect(ca()).toBe(authority.certificate.toString());
    expect(await served()).toEqual(serials);
    expect(await vaultLogsIn()).toBe(204);
    rmSync(folder, { recursive: true });
  });
});
