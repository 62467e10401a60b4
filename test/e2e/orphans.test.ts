import { setTimeout as sleep } from 'node:timers/promises';
import { deployment } from './deployments/e2e-destroy-orphans';
import { countLeases, issueMany, usersInPostgres } from './support/credentials-out';
import { docker } from './support/outside';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(5 * minuteMs);
const inUse = 40;
/** A user younger than this may be one whose lease is just being written. */
const inFlightMs = 11_000;

const flow = new Flow({
  file: 'test/e2e/deployments/e2e-destroy-orphans.ts',
  props: deployment,
  firstPassword: 'first-password-of-e2e-destroy-orphans',
});
const container = flow.deployment.postgres.containerName;

interface Status {
  readonly up: boolean;
  readonly parts: readonly { readonly part: string; readonly state: string; readonly ok: boolean }[];
}

/** A user as Vault would have made it, in a second that it was asked for; without a lease. */
async function makeOrphan(second: string, mark: string): Promise<string> {
  const name = `v-token-ap-db-app-${mark.padEnd(20, 'x')}-${second}`;
  await flow.superuser(`CREATE ROLE "${name}" LOGIN VALID UNTIL 'infinity'`);
  return name;
}

async function orphansPart(): Promise<Status['parts'][number] | undefined> {
  const result = await flow.cli.run('status', '--json');
  return (JSON.parse(result.stdout) as Status).parts.find(({ part }) => part === 'Orphan roles');
}

describe('users that Vault knows no more', () => {
  const orphans: string[] = [];
  let users: string[] = [];

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    users = await issueMany(flow, inUse);
  }, 15 * minuteMs);
  afterAll(() => flow.cli.destroyAll(), minuteMs);

  it('are none while every user has a lease, be there many of the same second', async () => {
    expect(await countLeases(flow)).toBe(inUse);
    expect(await orphansPart()).toMatchObject({ state: 'none', ok: true });
    expect((await flow.cli.run('verify')).exitCode).toBe(0);
  });

  it('are not told of one whose lease may just be on its way', async () => {
    orphans.push(await makeOrphan(String(Math.floor(Date.now() / 1000)), 'fresh'));
    expect(await orphansPart()).toMatchObject({ state: 'none', ok: true });
    await sleep(inFlightMs);
    expect(await orphansPart()).toMatchObject({ state: `1: ${orphans[0] ?? ''}`, ok: false });
  });

  it('are counted among those made in the same seconds', async () => {
    const seconds = [...new Set(users.map((name) => name.slice(-10)))];
    for (const second of seconds) orphans.push(await makeOrphan(second, `same${second}`));
    expect(await orphansPart()).toMatchObject({
      state: `${orphans.length}: ${orphans[0] ?? ''}; ${seconds.length} among ${inUse + seconds.length} made at the same time`,
      ok: false,
    });
  });

  it('make verify fail, and name the way out', async () => {
    const result = await flow.cli.run('verify');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(orphans[0]);
    expect(result.stderr).toContain('Next: npx dbvault recover orphans --deployment');
  });

  it('are left alone by a dry run', async () => {
    await flow.cli.json('recover', 'orphans', '--dry-run');
    expect(await usersInPostgres(flow)).toHaveLength(inUse + orphans.length);
  });

  it('are dropped with what is theirs kept, and nobody in use is', async () => {
    const [session = '', owner = ''] = orphans;
    await flow.superuser('CREATE TABLE owned AS SELECT 1 AS id');
    await flow.superuser(`ALTER TABLE owned OWNER TO "${owner}"`);
    await docker(
      'exec',
      '-d',
      '-u',
      'postgres',
      container,
      'psql',
      '-U',
      session,
      'postgres',
      '-c',
      'SELECT pg_sleep(600)',
    );
    const sessions = `SELECT count(*) FROM pg_stat_activity WHERE usename = '${session}'`;
    while ((await flow.superuser(sessions)) !== '1') await sleep(100);

    await flow.cli.json('recover', 'orphans', '--yes');
    expect(await usersInPostgres(flow)).toEqual([...users].sort());
    expect(await flow.superuser(sessions)).toBe('0');
    expect(await flow.superuser("SELECT tableowner FROM pg_tables WHERE tablename = 'owned'")).toBe(
      'postgres',
    );
    expect(await countLeases(flow)).toBe(inUse);
    expect((await flow.cli.run('verify')).exitCode).toBe(0);
  });

  it('leave the leases in use their time', async () => {
    const path = 'sys/leases/lookup/database/creds/db-app';
    const { body } = await flow.rootApi(path, 'LIST');
    for (const id of (body['data'] as { keys: string[] }).keys) {
      const { body: found } = await flow.rootApi('sys/leases/lookup', 'PUT', {
        lease_id: `database/creds/db-app/${id}`,
      });
      const { issue_time: issued, expire_time: ends } = found['data'] as Record<string, string>;
      const seconds = (Date.parse(ends ?? '') - Date.parse(issued ?? '')) / 1000;
      expect(Math.abs(seconds - 3600)).toBeLessThan(2);
    }
  });

  it('are dropped also where Vault cannot log in to PostgreSQL', async () => {
    await makeOrphan(String(Math.floor(Date.now() / 1000) - 3600), 'lockedout');
    await flow.superuser("ALTER ROLE vault_admin PASSWORD 'nobody-knows'");
    await flow.superuser(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'vault_admin'",
    );
    await flow.cli.json('recover', 'orphans', '--yes');
    expect(await usersInPostgres(flow)).toEqual([...users].sort());
  });

  it('are not told from users in use by a Vault that cannot log in: then none is dropped', async () => {
    const orphan = await makeOrphan((users[0] ?? '').slice(-10), 'untold');
    const result = await flow.cli.run('recover', 'orphans', '--yes');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('cannot be told from users in use');
    expect(await usersInPostgres(flow)).toEqual([...users, orphan].sort());
  });

  it('and users in use are all ended by destroy, also then', async () => {
    const destroyed = await flow.cli.json<{ endedLeases: number; usersMayBeLeft: boolean }>(
      'destroy',
      '--yes',
    );
    expect(destroyed).toMatchObject({ endedLeases: inUse, droppedByForce: inUse + 1, usersMayBeLeft: false });
  });
});
