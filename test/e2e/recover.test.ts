import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { deployment } from './deployments/e2e-recover';
import { findSecrets, filesUnder } from './support/leak-scan';
import { docker } from './support/outside';
import { Flow } from './support/reference-flow';
import { askedChangesNothing, snapshot } from './support/snapshot';

const minuteMs = 60_000;
// Each test loses something, and brings both systems up again.
jest.setTimeout(5 * minuteMs);
const flow = new Flow({
  file: 'test/e2e/deployments/e2e-recover.ts',
  props: deployment,
  firstPassword: `canary-${randomBytes(12).toString('hex')}`,
});
const { vault, postgres } = flow.deployment;
const secrets: Record<string, string> = {};

interface Recovered {
  readonly changed: readonly string[];
}

interface ConnectionState {
  readonly serial: number;
  readonly resources: readonly {
    type: string;
    instances: { attributes: { postgresql: { password_wo_version: number | null }[] } }[];
  }[];
}

async function recover(loss: string): Promise<readonly string[]> {
  rememberSecrets();
  const { changed } = await flow.cli.json<Recovered>('recover', loss, '--yes');
  rememberSecrets();
  return changed;
}

/** Whatever was ever in a secret file must be nowhere else. */
function rememberSecrets(): void {
  const found = filesUnder(flow.folder).filter(({ name }) => name.includes('/first-password'));
  for (const { text } of found) secrets[`first password ${Object.keys(secrets).length}`] = text.trim();
  for (const secret of [...flow.keys().shares, ...Object.values(flow.logins())])
    secrets[`key or token ${Object.keys(secrets).length}`] = secret;
}

function keptFirstPassword(): string {
  return flow.keptFirstPassword();
}

/** As declared, with nothing left to do, and a credential that works. */
async function isUp(): Promise<void> {
  expect((await flow.cli.json<Recovered>('up')).changed).toEqual([]);
  expect((await flow.psql(await flow.credential(), 'SELECT 1')).stdout.trim()).toBe('1');
  const login = await flow.psql({ username: 'vault_admin', password: keptFirstPassword() }, 'SELECT 1');
  expect(login.stderr).toContain('password authentication failed');
}

/** `up` refuses, and names the way back. */
async function upNames(loss: string): Promise<void> {
  const result = await flow.cli.run('up');
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toContain(`npx dbvault recover ${loss}`);
}

describe('the ways back from a loss', () => {
  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    await flow.superuser('CREATE TABLE kept AS SELECT 42 AS answer');
  }, 5 * minuteMs);
  afterAll(() => flow.cli.destroyAll(), minuteMs);

  it.each(['connection', 'state', 'postgres-volume', 'vault-volume', 'orphans'])(
    '%s, where nothing is lost: says so and changes nothing',
    async (loss) => {
      const before = await snapshot(flow);
      const result = await flow.cli.run('recover', loss, '--yes');
      expect(result.stderr).toBe('');
      expect(result.exitCode).toBe(0);
      expect(result.stdout).toMatch(/^Nothing to recover: /);
      expect(await snapshot(flow)).toEqual(before);
    },
  );

  it('names every loss, and refuses none', async () => {
    const result = await flow.cli.run('recover');
    expect(result.exitCode).toBe(64);
    expect(result.stderr).toContain('Name what was lost');
  });

  it('the password that Vault holds does not work: a new one for both, credentials that are out stay', async () => {
    const out = await flow.credential();
    await flow.superuser("ALTER ROLE vault_admin PASSWORD 'nobody-knows'");
    await flow.rootApi('database/reset/my-postgres-database', 'PUT');
    expect((await flow.cli.run('creds', 'db-app')).exitCode).toBe(1);
    const words = await askedChangesNothing(flow, 'connection');
    expect(words).toContain('Found: PostgreSQL refuses the password that Vault holds');
    expect(words).toContain('Lost for good: nothing.');
    const changed = await recover('connection');
    expect(changed.slice(0, 3)).toEqual([
      'gave vault_admin a new first password',
      'wrote the first password into database/config/my-postgres-database',
      'rotated the password of vault_admin',
    ]);
    await isUp();
    expect((await flow.psql(out, 'SELECT answer FROM kept')).stdout.trim()).toBe('42');
    expect((await flow.asRoot('database/config/my-postgres-database'))['allowed_roles']).toEqual(['db-app']);
  });

  it("Terraform's state: what is there is taken up, the rotated password and leases stay", async () => {
    const out = await flow.credential();
    const { shares } = flow.keys();
    renameSync(`${flow.folder}/state`, `${flow.folder}/state-lost`);
    await upNames('state');
    const words = await askedChangesNothing(flow, 'state');
    expect(words).toContain(`the container ${vault.containerName}`);
    expect(words).toContain('the connection database/config/my-postgres-database');
    expect(words).toContain('Lost for good: nothing.');
    const changed = await recover('state');
    const took = changed.filter((line) => line.startsWith('took up')).join('\n');
    expect(took).toContain('vault_mount.mount');
    expect(took).toContain('vault_database_secret_backend_connection.');
    expect(changed).not.toContain('rotated the password of vault_admin');
    await isUp();
    expect((await flow.psql(out, 'SELECT answer FROM kept')).stdout.trim()).toBe('42');
    await flow.api(await flow.appToken(), 'sys/leases/revoke', 'PUT', { lease_id: out.leaseId, sync: true });
    expect((await flow.psql(out, 'SELECT 1')).stderr).toContain('password authentication failed');
    expect(flow.keys().shares).toEqual(shares);
  });

  it('only the state of the database: containers stay as they are', async () => {
    const started = (await snapshot(flow))['containers'];
    rmSync(`${flow.folder}/state/database-my-postgres-database.tfstate`);
    await upNames('state');
    await askedChangesNothing(flow, 'state');
    await recover('state');
    expect((await snapshot(flow))['containers']).toEqual(started);
    await isUp();
  });

  it('killed after the connection was imported: up does not send the first password', async () => {
    const file = `${flow.folder}/state/database-my-postgres-database.tfstate`;
    const state = JSON.parse(readFileSync(file, 'utf8')) as ConnectionState;
    const [connection] = state.resources.filter(({ type }) => type.endsWith('_connection'));
    // What Terraform's import leaves: nobody can read back which password was sent.
    for (const { attributes } of connection?.instances ?? [])
      for (const postgresql of attributes.postgresql) postgresql.password_wo_version = null;
    writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1 }));
    const facts = { connection: 'my-postgres-database' };
    const begun = { at: '2026-01-01', run: 'killed', step: 'adopt database', event: 'begun', facts };
    appendFileSync(`${flow.folder}/journal.jsonl`, `\n${JSON.stringify(begun)}`);
    expect(await askedChangesNothing(flow, 'state')).toContain('an earlier run was cut off');
    const { changed } = await flow.cli.json<Recovered>('up');
    expect(changed).toEqual(['took up what an interrupted run made']);
    await isUp();
  });

  it('the state, and too few shares to unseal Vault again: refused, nothing changed', async () => {
    const keysFile = `${flow.folder}/keys/vault-keys.json`;
    const text = readFileSync(keysFile, 'utf8');
    const state = `${flow.folder}/state/containers.tfstate`;
    renameSync(state, `${state}.aside`);
    writeFileSync(keysFile, JSON.stringify({ ...flow.keys(), shares: flow.keys().shares.slice(0, 2) }));
    const before = await snapshot(flow);
    const result = await flow.cli.run('recover', 'state', '--yes');
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toContain('too few key shares are here to unseal it: 2 of 3');
    expect(await snapshot(flow)).toEqual(before);
    writeFileSync(keysFile, text);
    renameSync(`${state}.aside`, state);
    await isUp();
  });

  it("PostgreSQL's volume: an empty one, which Vault logs in to", async () => {
    await flow.credential();
    await docker('rm', '--force', postgres.containerName);
    await docker('volume', 'rm', `${postgres.containerName}-data`);
    const words = await askedChangesNothing(flow, 'postgres-volume');
    expect(words).toContain(`Found: the volume ${postgres.containerName}-data is gone`);
    expect(words).toContain('all data of PostgreSQL');
    const { shares } = flow.keys();
    const changed = await recover('postgres-volume');
    expect(changed.join()).toMatch(/dropped [1-9]\d* leases/);
    await isUp();
    expect(flow.keys().shares).toEqual(shares);
    expect((await flow.cli.run('verify')).exitCode).toBe(0);
  });

  it("PostgreSQL's volume, and up has made an empty one before: the same", async () => {
    await docker('rm', '--force', postgres.containerName);
    await docker('volume', 'rm', `${postgres.containerName}-data`);
    await upNames('postgres-volume');
    expect(await askedChangesNothing(flow, 'postgres-volume')).toContain(
      'is another PostgreSQL than the one',
    );
    await recover('postgres-volume');
    await isUp();
  });

  it("Vault's volume: a new Vault on PostgreSQL as it is, and nobody of the old one is left there", async () => {
    await flow.superuser('CREATE TABLE kept AS SELECT 42 AS answer');
    const out = await flow.credential();
    const old = flow.keys();
    const oldLogins = flow.logins();
    await docker('rm', '--force', vault.containerName);
    await docker('volume', 'rm', `${vault.containerName}-file`);
    const words = await askedChangesNothing(flow, 'vault-volume');
    expect(words).toContain(`Found: the volume ${vault.containerName}-file is gone`);
    expect(words).toContain("all tokens, the application's too");
    const changed = await recover('vault-volume');
    expect(changed).toContain('initialized Vault with 5 key shares');
    expect(flow.keys().shares).not.toEqual(old.shares);
    expect(Object.values(flow.logins())).not.toEqual(expect.arrayContaining(Object.values(oldLogins)));
    const archived = filesUnder(`${flow.folder}/keys-archive`).map(({ text }) => text);
    expect(archived.some((text) => text.includes(old.shares[0] ?? 'no share'))).toBe(true);
    await isUp();
    expect((await flow.psql(out, 'SELECT 1')).stderr).toContain('password authentication failed');
    expect((await flow.psql(await flow.credential(), 'SELECT answer FROM kept')).stdout.trim()).toBe('42');
    expect((await flow.cli.run('verify')).exitCode).toBe(0);
  });

  it('the keys, with Vault open: gives up what is in Vault, and begins anew on its volume', async () => {
    const old = flow.keys();
    rememberSecrets();
    const keysFile = `${flow.folder}/keys/vault-keys.json`;
    writeFileSync(keysFile, JSON.stringify({ ...old, shares: old.shares.slice(0, 2) }));
    const words = await askedChangesNothing(flow, 'vault-volume');
    expect(words).toContain('2 of the 3 key shares that open this Vault are here; it is open still');
    const changed = await recover('vault-volume');
    expect(changed[0]).toBe(`emptied the volume ${vault.containerName}-file`);
    expect(flow.keys().shares).toHaveLength(5);
    await isUp();
    expect((await flow.psql(await flow.credential(), 'SELECT answer FROM kept')).stdout.trim()).toBe('42');
  });

  it('tells no secret', async () => {
    const places = [
      { name: 'what was printed', text: flow.cli.printed.join('\n') },
      { name: 'the journal', text: readFileSync(`${flow.folder}/journal.jsonl`, 'latin1') },
      { name: 'the logs', text: await flow.containerLogs() },
      ...filesUnder(`${flow.folder}/state`),
    ];
    expect(Object.keys(secrets).length).toBeGreaterThan(40);
    expect(findSecrets(places, secrets)).toEqual([]);
  });
});
