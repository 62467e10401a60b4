import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { deployment } from './deployments/e2e-destroy';
import {
  countLeases,
  issueMany,
  killInStep,
  postgresImage,
  usersInPostgres,
  usersInVolume,
} from './support/credentials-out';
import { docker, inspect } from './support/outside';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
// Several runs of the command and, on a busy machine, a minute for each.
jest.setTimeout(8 * minuteMs);
const many = 500;

interface Destroyed {
  readonly endedLeases: number;
  readonly droppedByForce: number;
  readonly usersMayBeLeft: boolean;
}

const flow = new Flow({
  file: 'test/e2e/deployments/e2e-destroy.ts',
  props: deployment,
  firstPassword: 'first-password-of-e2e-destroy',
});
const { vault, postgres } = flow.deployment;
const label = 'label=dbvault.deployment=e2e-destroy';
const up = () => flow.cli.json<{ changed: string[] }>('up', '--yes');
const destroy = (...options: string[]) => flow.cli.json<Destroyed>('destroy', '--yes', ...options);
const containers = () => docker('ps', '--all', '--format', '{{.Names}}', '--filter', label);
const afterMs = (ms: number) => async () => {
  await sleep(ms);
  return true;
};
const resources = () => {
  const state = JSON.parse(
    readFileSync(`${flow.folder}/state/database-my-postgres-database.tfstate`, 'utf8'),
  ) as {
    resources: unknown[];
  };
  return state.resources;
};

describe('destroy', () => {
  let image: string;
  beforeAll(() => flow.cli.destroyAll(), minuteMs);
  afterAll(() => flow.cli.destroyAll(), minuteMs);
  // Each begins with all that is declared, from whatever the one before left.
  beforeEach(async () => {
    await up();
    image = await postgresImage(flow);
  }, 15 * minuteMs);

  it(`with ${many} live leases leaves no user, no mount and no tainted state`, async () => {
    await issueMany(flow, many);
    expect(await usersInPostgres(flow)).toHaveLength(many);
    expect(await destroy()).toMatchObject({ endedLeases: many, droppedByForce: 0, usersMayBeLeft: false });
    expect(await containers()).toBe('');
    expect(await docker('network', 'ls', '--quiet', '--filter', label)).toBe('');
    expect(await usersInVolume(flow, image)).toEqual([]);
    expect(resources()).toEqual([]);
  });

  it('killed while it ends them goes on when it is run again', async () => {
    await issueMany(flow, many);
    const halfIsEnded = async () => (await countLeases(flow)) < many / 2;
    await killInStep(flow, ['destroy', '--yes'], 'revoke leases', halfIsEnded);
    const left = await countLeases(flow);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(many);
    const refused = await flow.api(await flow.appToken(), 'database/creds/db-app');
    expect(refused.status).toBe(500);
    expect((await destroy()).endedLeases).toBeLessThanOrEqual(left);
    expect(await containers()).toBe('');
    expect(await usersInVolume(flow, image)).toEqual([]);
    expect(resources()).toEqual([]);
  });

  it('killed while Terraform takes the mount or the containers goes on when it is run again', async () => {
    await issueMany(flow, 5);
    await killInStep(flow, ['destroy', '--yes'], 'destroy database', afterMs(500));
    await killInStep(flow, ['destroy', '--yes'], 'remove containers', afterMs(1000));
    await destroy();
    expect(await containers()).toBe('');
    expect(await usersInVolume(flow, image)).toEqual([]);
    expect(resources()).toEqual([]);
  });

  it('ends users that Vault cannot drop, and keeps what they own', async () => {
    const [owner = ''] = await issueMany(flow, 3);
    await flow.superuser('DROP TABLE IF EXISTS owned');
    await flow.superuser('CREATE TABLE owned AS SELECT 1 AS id');
    await flow.superuser(`ALTER TABLE owned OWNER TO "${owner}"`);
    // Granted by another, in no database of Vault's login: nothing that it could take back.
    await flow.superuser(`GRANT CONNECT ON DATABASE template1 TO "${owner}"`);
    expect(await destroy()).toMatchObject({ endedLeases: 3, droppedByForce: 1 });
    await up();
    expect(await usersInPostgres(flow)).toEqual([]);
    expect(await flow.superuser("SELECT tableowner FROM pg_tables WHERE tablename = 'owned'")).toBe(
      'postgres',
    );
  });

  it('with an unreachable PostgreSQL is refused and removes nothing, unless by force', async () => {
    const names = await issueMany(flow, 20);
    await docker('stop', postgres.containerName);
    const result = await flow.cli.run('destroy', '--yes');
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toContain('20 leases cannot be ended');
    expect(result.stderr).toContain('nothing was removed');
    expect(result.stderr).toMatch(/Next: npm run up .* destroy --force/);
    expect(await countLeases(flow)).toBe(20);
    const { allowed_roles: allowed } = await flow.asRoot('database/config/my-postgres-database');
    expect(allowed).toEqual(['db-app']);
    expect((await containers()).split('\n').sort()).toEqual([postgres.containerName, vault.containerName]);

    expect(await destroy('--force')).toMatchObject({ endedLeases: 20, usersMayBeLeft: true });
    expect(await containers()).toBe('');
    expect(await usersInVolume(flow, image)).toEqual([...names].sort());
  });

  it('with a Vault that does not run is refused, unless by force', async () => {
    await docker('stop', vault.containerName);
    const result = await flow.cli.run('destroy', '--yes');
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toContain('The credentials that are out cannot be ended');
    expect(await inspect(postgres.containerName, '{{.State.Status}}')).toBe('running');
    expect(await destroy('--force')).toMatchObject({ endedLeases: 0, usersMayBeLeft: true });
    expect(await containers()).toBe('');
  });

  it('with the state lost and Vault sealed ends and removes what is its own', async () => {
    await issueMany(flow, 3);
    rmSync(`${flow.folder}/state`, { recursive: true });
    await docker('restart', vault.containerName);
    expect(await destroy()).toMatchObject({ endedLeases: 3, usersMayBeLeft: false });
    expect(await containers()).toBe('');
    expect(await docker('network', 'ls', '--quiet', '--filter', label)).toBe('');
    expect(await usersInVolume(flow, image)).toEqual([]);
    expect((await up()).changed).toContain('applied database-my-postgres-database');
  });

  it('--delete-data names what it deletes, and goes on from wherever another run ended', async () => {
    mkdirSync(`${flow.folder}/backups/of-yesterday`, { recursive: true });
    const asked = await flow.cli.run('destroy', '--delete-data');
    expect(asked.exitCode).toBe(3);
    for (const name of [
      `container ${vault.containerName}`,
      'network dbvault-e2e-destroy',
      `volume ${vault.containerName}-file, with its data`,
      '.dbvault/e2e-destroy/keys, with the key shares',
      '.dbvault/e2e-destroy/backups/of-yesterday',
    ])
      expect(asked.stderr).toContain(name);

    // Vault's half is gone, with its keys and the state; PostgreSQL's is not.
    await docker('rm', '--force', vault.containerName);
    await docker('volume', 'rm', `${vault.containerName}-file`);
    rmSync(`${flow.folder}/keys`, { recursive: true });
    rmSync(`${flow.folder}/state`, { recursive: true });
    const { deleted } = await flow.cli.json<{ deleted: string[] }>('destroy', '--yes', '--delete-data');
    expect(deleted).toContain(`volume ${postgres.containerName}-data, with its data`);
    expect(await containers()).toBe('');
    expect(await docker('volume', 'ls', '--quiet', '--filter', label)).toBe('');
    expect(existsSync(flow.folder)).toBe(false);
    expect(existsSync(flow.output)).toBe(false);
    expect(await flow.cli.json('destroy', '--yes', '--delete-data')).toMatchObject({
      removed: [],
      deleted: [],
    });
  });
});
