import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { deployment } from './deployments/e2e-backend';
import { remove, start, toolChain } from './hostile-input/support/container';
import { Cli } from './support/cli';
import { filesUnder, findSecrets } from './support/leak-scan';
import { docker } from './support/outside';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(8 * minuteMs);
const file = 'test/e2e/deployments/e2e-backend.ts';
const port = 19_201;
const statePassword = `canary-${randomBytes(12).toString('hex')}`;
const connectionString = `postgres://postgres:${statePassword}@127.0.0.1:${port}/postgres?sslmode=disable`;
const flow = new Flow({
  file,
  props: deployment,
  firstPassword: `canary-${randomBytes(12).toString('hex')}`,
});
const variables = {
  TF_VAR_my_postgres_database_password: flow.firstPassword,
  PG_CONN_STR: connectionString,
};
const cli = new Cli(file, variables);
const inFiles = new Cli(file, { ...variables, E2E_BACKEND_STATE: 'files' });
const outside = mkdtempSync(join(tmpdir(), 'dbvault-backend-'));
const network = 'e2e-backend-state';
let server = '';

interface Changed {
  readonly changed: readonly string[];
}

async function inState<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const database = 'database-my-postgres-database';
const schema = (stack: string) => `"e2e-e2e-backend-${stack}"`;

/** As another program than Terraform reads it. */
async function stored(stack: string): Promise<{ id: string; data: string }> {
  const { rows } = await inState((client) =>
    client.query<{ id: string; data: string }>(`SELECT id, data FROM ${schema(stack)}.states`),
  );
  return rows[0] ?? { id: '', data: '{}' };
}

const types = async (stack: string) => {
  const { data } = await stored(stack);
  const { resources = [] } = JSON.parse(data) as { resources?: { type: string }[] };
  return [...new Set(resources.map(({ type }) => type))].sort();
};

const localStates = () => {
  const folder = join(flow.folder, 'state');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tfstate')) : [];
};

async function worksAndNothingChanges(by = cli): Promise<void> {
  expect((await by.json<Changed>('up')).changed).toEqual([]);
  expect((await flow.psql(await by.json('creds', 'db-app'), 'SELECT 1')).stdout.trim()).toBe('1');
}

describe("Terraform's state in PostgreSQL", () => {
  beforeAll(async () => {
    const { images } = await toolChain();
    await docker('network', 'create', network).catch(() => undefined);
    server = await start(
      [
        ...['--network', network],
        ...['--publish', `127.0.0.1:${port}:5432`, '--name', 'e2e-backend-state'],
        ...['--env', `POSTGRES_PASSWORD=${statePassword}`, images.postgres],
      ],
      ['pg_isready', '-h', '127.0.0.1'],
    );
    await cli.destroyAll();
  });
  afterAll(async () => {
    await cli.run('destroy', '--yes', '--delete-data', '--force');
    await remove(server);
    await docker('network', 'rm', network);
    rmSync(outside, { recursive: true });
  });

  it('is refused without a way to reach it, and nothing is touched', async () => {
    const result = await new Cli(file).run('up', '--yes');
    expect(result.exitCode).toBe(64);
    expect(result.stderr).toContain('PG_CONN_STR is not set');
    const elsewhere = connectionString.replace('127.0.0.1', 'state.example.com');
    const unsafe = await new Cli(file, { PG_CONN_STR: elsewhere }).run('up', '--yes');
    expect(unsafe.exitCode).toBe(64);
    expect(unsafe.stderr).toContain('has no sslmode=verify-full');
    expect(unsafe.stderr).not.toContain(statePassword);
    expect(existsSync(join(flow.output, 'stacks'))).toBe(false);
  });

  it('is made by a first up, a schema for each stack, and no file', async () => {
    await cli.json('up', '--yes');
    expect(await types('containers')).toContain('docker_container');
    expect(await types('access')).toContain('vault_policy');
    expect(await types(database)).toContain('vault_database_secret_backend_connection');
    expect(localStates()).toEqual([]);
    await worksAndNothingChanges();
  });

  it('is what a plan and a reviewed plan are made of', async () => {
    const { stacks, outcome } = await cli.json<{ outcome: string; stacks: { basis: string }[] }>('plan');
    expect(outcome).toBe('clean');
    expect(stacks.map(({ basis }) => basis)).toEqual(['live', 'live', 'live']);
    const bundle = join(outside, 'reviewed');
    await cli.json('plan', '--out', bundle);
    expect((await cli.json<Changed>('up', '--plan', bundle)).changed).toEqual([]);
    await inState((client) =>
      client.query(`UPDATE ${schema('access')}.states
        SET data = jsonb_set(data::jsonb, '{serial}', ((data::jsonb->>'serial')::int + 1)::text::jsonb)::text`),
    );
    const stale = await cli.run('up', '--plan', bundle);
    expect(stale.exitCode).toBe(3);
    expect(stale.stderr).toContain('the state of the stack access was changed since');
  });

  it('is locked while another machine works on it: a run waits', async () => {
    const { id } = await stored(database);
    const held = new Client({ connectionString });
    await held.connect();
    await held.query('SELECT pg_advisory_lock($1)', [id]);
    let ended = false;
    const planned = cli.run('plan', '--out', join(outside, 'waited')).finally(() => {
      ended = true;
    });
    // Only Terraform asks for such locks; this one's own question and answer are not meant.
    const others = `SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%advisory%' AND pid <> pg_backend_pid()`;
    const waits = async () => Number((await held.query<{ count: string }>(others)).rows[0]?.count) > 0;
    const deadline = Date.now() + minuteMs;
    while (!(await waits()) && Date.now() < deadline) await sleep(50);
    await sleep(5000);
    const waited = !ended;
    await held.end();
    expect(waited).toBe(true);
    expect((await planned).exitCode).toBe(0);
  });

  it('is in a backup', async () => {
    const { folder } = await cli.json<{ folder: string }>('backup', '--out', join(outside, 'backup'));
    const text = readFileSync(join(folder, `${database}.tfstate`), 'utf8');
    expect(JSON.parse(text)).toEqual(JSON.parse((await stored(database)).data));
  });

  it('comes back from it', async () => {
    const [before] = await Promise.all([stored('access')]);
    await inState((client) => client.query(`DELETE FROM ${schema('access')}.states`));
    await cli.json('restore', join(outside, 'backup'), '--yes');
    const resources = (data: string) => (JSON.parse(data) as { resources: unknown }).resources;
    expect(resources((await stored('access')).data)).toEqual(resources(before.data));
    await worksAndNothingChanges();
  });

  it('is taken up again where it was lost', async () => {
    for (const stack of ['containers', database])
      await inState((client) => client.query(`DROP SCHEMA ${schema(stack)} CASCADE`));
    const refused = await cli.run('up');
    expect(refused.stderr).toContain('recover state');
    const { changed } = await cli.json<Changed>('recover', 'state', '--yes');
    expect(changed.filter((line) => line.startsWith('took up'))).toHaveLength(1);
    expect(changed).not.toContain('rotated the password of vault_admin');
    expect(await types('containers')).toContain('docker_container');
    await worksAndNothingChanges();
  });

  it('is not begun anew in another place: refused, until it is moved', async () => {
    const refused = await inFiles.run('up');
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain(`PostgreSQL at 127.0.0.1:${port}/postgres`);
    expect(refused.stderr).toContain('npx dbvault move-state');
    expect(localStates()).toEqual([]);
  });

  it('moves to files', async () => {
    const { moved } = await inFiles.json<{ moved: string[] }>('move-state');
    expect(moved).toEqual(['containers', 'access', database]);
    expect(localStates()).toHaveLength(3);
    await worksAndNothingChanges(inFiles);
    expect((await inFiles.json<{ moved: string[] }>('move-state')).moved).toEqual([]);
  });

  it('moves back, over the older one that stayed there, and from one prefix to another', async () => {
    const refused = await cli.run('up');
    expect(refused.exitCode).toBe(3);
    await cli.json('move-state');
    expect(localStates()).toEqual([]);
    await worksAndNothingChanges();
    const other = new Cli(file, { ...variables, E2E_BACKEND_PREFIX: 'other' });
    await other.json('move-state');
    await worksAndNothingChanges(other);
    await cli.json('move-state');
    await worksAndNothingChanges();
  });

  it('does not move over the state of something else', async () => {
    await inState((client) =>
      client.query(`UPDATE "other-e2e-backend-${database}".states
        SET data = jsonb_set(data::jsonb, '{lineage}', '"another"')::text`),
    );
    const other = new Cli(file, { ...variables, E2E_BACKEND_PREFIX: 'other' });
    const refused = await other.run('move-state');
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('it is of other resources');
    await worksAndNothingChanges();
  });

  it('is gone on with after a destroy', async () => {
    await cli.json('destroy', '--yes');
    expect(await types(database)).toEqual([]);
    await cli.json('up');
    expect(await types(database)).toContain('vault_database_secret_backend_connection');
    await worksAndNothingChanges();
  });

  it('holds no secret, and what opens it is nowhere', async () => {
    const secrets = {
      'password of the state': statePassword,
      'first password': flow.keptFirstPassword(),
      ...Object.fromEntries(flow.keys().shares.map((share, index) => [`key share ${index}`, share])),
      ...flow.logins(),
      ...flow.tlsKeys(),
    };
    const states = await Promise.all(['containers', 'access', database].map((stack) => stored(stack)));
    const inspected = await docker(
      'inspect',
      flow.deployment.vault.containerName,
      flow.deployment.postgres.containerName,
    );
    const places = [
      ...states.map(({ data }, index) => ({ name: `state ${index}`, text: data })),
      { name: 'docker inspect', text: inspected },
      { name: 'printed', text: [...cli.printed, ...inFiles.printed].join('\n') },
      ...filesUnder(flow.output),
    ];
    expect(findSecrets(places, secrets)).toEqual([]);
    const own = filesUnder(flow.folder);
    expect(findSecrets(own, { 'password of the state': statePassword })).toEqual([]);
    expect(own.length).toBeGreaterThan(5);
  });

  it('that cannot be reached keeps its data from being deleted', async () => {
    await docker('stop', server);
    const refused = await cli.run('destroy', '--yes', '--delete-data');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('PostgreSQL at 127.0.0.1');
    expect(refused.stderr).not.toContain(statePassword);
    expect(existsSync(flow.folder)).toBe(true);
    await docker('start', server);
  });

  it('knows of nothing when all is deleted, and is begun anew then', async () => {
    for (let tries = 0; tries < 100; tries += 1) {
      const isReady = await docker('exec', server, 'pg_isready', '-h', '127.0.0.1').then(
        () => true,
        () => false,
      );
      if (isReady) break;
      await sleep(100);
    }
    await cli.json('destroy', '--yes', '--delete-data');
    for (const stack of ['containers', 'access', database]) expect(await types(stack)).toEqual([]);
    await cli.json('up', '--yes');
    await worksAndNothingChanges();
  });
});
