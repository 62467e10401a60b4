import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../common/run';
import { inProject, projectFolder } from '../../common/project';
import type { Report } from '../../review/report/report';
import { reportSchema } from '../../review/report/schema';
import { deployment } from './deployments/e2e-many';
import { Cli } from './support/cli';
import { Flow } from './support/reference-flow';
import { usersInPostgres } from './support/credentials-out';

const minuteMs = 60_000;
jest.setTimeout(4 * minuteMs);

interface Changed {
  readonly changed: readonly string[];
}

interface Login {
  readonly username: string;
  readonly password: string;
}

const policyFile = inProject('policies/e2e/many-app.hcl');
// Its file is there while the deployment is read.
mkdirSync(dirname(policyFile), { recursive: true });
writeFileSync(
  policyFile,
  `${readFileSync(inProject('policies/many/app.hcl'), 'utf8')}
path "database/creds/hr-app" {
  capabilities = ["read"]
}
`,
);

const file = 'test/e2e/deployments/e2e-many.ts';
const flow = new Flow({ file, props: deployment, firstPassword: 'unused' });
const edited = (edit: string) => new Cli(file, { E2E_MANY_EDIT: edit });
const databases = ['orders', 'billing', 'stock'];
const others = (of: string) => databases.filter((database) => database !== of);
const up = (cli = flow.cli, ...options: string[]) => cli.json<Changed>('up', '--yes', ...options);

/** The state of each stack, as a checksum. */
function states(): Record<string, string> {
  const folder = `${flow.folder}/state`;
  const files = readdirSync(folder).filter((name) => name.endsWith('.tfstate'));
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

/** Which states are otherwise than they were. */
function changedSince(before: Record<string, string>): string[] {
  const now = states();
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names.filter((name) => before[name] !== now[name]).sort();
}

async function superuserIn(database: string, sql: string): Promise<string> {
  const { containerName } = flow.deployment.postgres;
  const args = ['exec', '--user', 'postgres', containerName, 'psql', '-XAtq', '--dbname', database];
  const result = await run('docker', [...args, '--command', sql]);
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return result.stdout.trim();
}

/** Vault cuts a role's name off in those of its users. */
const longestInName = 8;

async function usersOf(role: string): Promise<string[]> {
  return (await usersInPostgres(flow)).filter((name) => name.includes(`-${role.slice(0, longestInName)}-`));
}

const planned = async (cli: Cli, ...options: string[]): Promise<Report> =>
  reportSchema.parse(await cli.json('plan', ...options));

describe('several databases', () => {
  const logins = new Map<string, Login>();

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await up();
    for (const database of databases) {
      await superuserIn(database, `CREATE TABLE of_${database} AS SELECT 7 AS id`);
      logins.set(database, await flow.cli.json<Login>('creds', `${database}-app`));
    }
  }, 15 * minuteMs);
  afterAll(async () => {
    await flow.cli.destroyAll();
    rmSync(policyFile);
  }, 2 * minuteMs);

  const loginOf = (database: string) => logins.get(database) ?? { username: '', password: '' };

  describe.each(databases)('a user of %s', (database) => {
    it('reads there', async () => {
      const read = await flow.psqlIn(database, loginOf(database), `SELECT id FROM of_${database}`);
      expect(read.stdout.trim()).toBe('7');
    });
    it.each(others(database))('cannot connect to %s', async (other) => {
      const result = await flow.psqlIn(other, loginOf(database), 'SELECT 1');
      expect(result.exitCode).not.toBe(0);
      expect(result.stderr).toContain(`permission denied for database "${other}"`);
    });
    it('is in no group but that of its own', async () => {
      const { username } = loginOf(database);
      const sql = `SELECT string_agg(grouped.rolname, ',') FROM pg_auth_members
        JOIN pg_roles grouped ON grouped.oid = roleid JOIN pg_roles own ON own.oid = member
        WHERE own.rolname = '${username}'`;
      expect(await flow.superuser(sql)).toBe(`app_readonly_${database}`);
    });
  });

  it("keeps a user's rights in its own database, even where it is let into another", async () => {
    await flow.superuser('GRANT CONNECT ON DATABASE stock TO app_readonly_orders');
    const result = await flow.psqlIn('stock', loginOf('orders'), 'SELECT id FROM of_stock');
    expect(result.stderr).toContain('permission denied for table of_stock');
    await flow.superuser('REVOKE CONNECT ON DATABASE stock FROM app_readonly_orders');
  });

  it('is up again with nothing to change, and no state written', async () => {
    const before = states();
    expect(Object.keys(before).sort()).toEqual([
      'access.tfstate',
      'containers.tfstate',
      'database-billing.tfstate',
      'database-orders.tfstate',
      'database-stock.tfstate',
    ]);
    expect((await up()).changed).toEqual([]);
    expect(changedSince(before)).toEqual([]);
  });

  it('is the same in whichever order they are declared', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dbvault-many-'));
    const synthesized = async (edit: string): Promise<Record<string, string>> => {
      const out = join(folder, edit);
      const args = ['--require', './common/run-typescript.cjs', 'main.ts'];
      const env = { CDKTF_OUTDIR: out, DBVAULT_DEPLOYMENT: file, E2E_MANY_EDIT: edit };
      const result = await run(process.execPath, args, { cwd: projectFolder, env });
      if (result.exitCode !== 0) throw new Error(result.stderr);
      const stacks = readdirSync(join(out, 'stacks')).sort();
      return Object.fromEntries(
        stacks.map((stack) => [stack, readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8')]),
      );
    };
    try {
      const [one, turned] = [await synthesized('none'), await synthesized('turned')];
      expect(Object.keys(one)).toHaveLength(5);
      expect(turned).toEqual(one);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('changes one stack where one role changes, and leaves the states of the others', async () => {
    const cli = edited('longer-ttl');
    const { stacks } = await planned(cli);
    expect(stacks.filter(({ counts }) => Object.keys(counts).length > 0).map(({ name }) => name)).toEqual([
      'database-stock',
    ]);
    const before = states();
    expect((await up(cli)).changed).toEqual(['applied database-stock']);
    expect(changedSince(before)).toEqual(['database-stock.tfstate']);
    expect((await flow.asRoot('database/roles/stock-app'))['default_ttl']).toBe(1800);
    expect((await up()).changed).toEqual(['applied database-stock']);
  });

  describe('another one', () => {
    const cli = edited('added');

    it('gets a database, a login and a state, and the others stay as they are', async () => {
      const before = states();
      expect((await up(cli)).changed).toEqual([
        'gave vault_hr a first password in hr',
        'applied database-hr',
        'rotated the password of vault_hr',
      ]);
      expect(changedSince(before)).toEqual(['database-hr.tfstate']);
      expect((await up(cli)).changed).toEqual([]);
      expect(await superuserIn('hr', 'SELECT current_database()')).toBe('hr');
    });

    it('goes only when that is asked for', async () => {
      const { username } = await cli.json<Login>('creds', 'stock-app');
      const before = states();
      const result = await flow.cli.run('up', '--yes');
      expect(result.exitCode).toBe(3);
      expect(result.stderr).toContain('takes away a connection whose password only Vault knows');
      expect(result.stderr).toContain('--replace-connection');
      expect(changedSince(before)).toEqual([]);
      expect(await flow.asRoot('database/config/hr')).toHaveProperty('allowed_roles', ['hr-app']);
      expect(await usersOf('stock-app')).toContain(username);
    });

    it('goes then with its leases, its stack and its state, and the others stay as they are', async () => {
      const removed = edited('removed');
      const mine = await usersOf('orders-app');
      expect(await usersOf('stock-app')).not.toEqual([]);
      expect(mine).not.toEqual([]);
      const before = states();
      const { changed } = await up(removed, '--replace-connection');
      expect(changed).toEqual(expect.arrayContaining(['took down database-hr', 'took down database-stock']));
      expect(changedSince(before)).toEqual(['database-hr.tfstate', 'database-stock.tfstate']);
      expect(Object.keys(states())).not.toContain('database-stock.tfstate');
      expect(existsSync(`${flow.output}/stacks/database-stock`)).toBe(false);
      expect(await usersOf('stock-app')).toEqual([]);
      expect(await usersOf('orders-app')).toEqual(mine);
      for (const path of ['config/stock', 'roles/stock-app', 'config/hr'])
        expect((await flow.rootApi(`database/${path}`)).status).toBe(404);
      expect((await up(removed)).changed).toEqual([]);
    });

    it('keeps its data, and is there again when it is declared again', async () => {
      const before = states();
      const { changed } = await up();
      expect(changed).toContain('applied database-stock');
      expect(changedSince(before)).toEqual(['database-stock.tfstate']);
      const login = await flow.cli.json<Login>('creds', 'stock-app');
      expect((await flow.psqlIn('stock', login, 'SELECT id FROM of_stock')).stdout.trim()).toBe('7');
    });
  });

  it('rotates the password of one, by its name', async () => {
    const passwords = () =>
      flow.superuser(
        "SELECT rolname || rolpassword FROM pg_authid WHERE rolname LIKE 'vault\\_%' ORDER BY 1",
      );
    const before = (await passwords()).split('\n');
    expect(await flow.cli.json('rotate-root', 'billing')).toMatchObject({ connections: ['billing'] });
    const after = (await passwords()).split('\n');
    expect(after.filter((line) => !before.includes(line)).map((line) => line.split('SCRAM')[0])).toEqual([
      'vault_billing',
    ]);
    const wrong = await flow.cli.run('rotate-root', 'biling');
    expect(wrong.exitCode).toBe(64);
    expect(wrong.stderr).toContain('orders, billing, stock');
  });

  describe('drift', () => {
    const drift = async () => (await planned(flow.cli, '--drift')).drift ?? [];
    const left = ['role vault_hr', 'role app_readonly_hr'];

    it('is nothing but what a database that is declared no more left there', async () => {
      const found = await drift();
      expect(found.map(({ what }) => what).filter((what) => !left.includes(what))).toEqual([]);
    });

    it.each(['orders', 'billing'])('is told with the database that it is in: %s', async (database) => {
      await superuserIn(database, `GRANT INSERT ON of_${database} TO app_readonly_${database}`);
      const found = (await drift()).filter(({ what }) => !left.includes(what));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        what: `rights of app_readonly_${database} on table public.of_${database}`,
        found: 'INSERT',
      });
      expect(found[0]?.next).toContain(`--dbname=${database} `);
      await superuserIn(database, `REVOKE INSERT ON of_${database} FROM app_readonly_${database}`);
    });

    it('tells of one that is open to the users of another', async () => {
      await superuserIn('stock', 'GRANT SELECT ON of_stock TO app_readonly_orders');
      const found = (await drift()).filter(({ what }) => !left.includes(what));
      expect(found.map(({ what }) => what)).toEqual([
        'rights of app_readonly_orders on table public.of_stock',
      ]);
      expect(found[0]?.next).toContain('--dbname=stock ');
      await superuserIn('stock', 'REVOKE SELECT ON of_stock FROM app_readonly_orders');
    });
  });

  it('leaves no user behind when it is destroyed', async () => {
    for (const database of databases) await flow.cli.json('creds', `${database}-app`);
    expect((await usersInPostgres(flow)).length).toBeGreaterThanOrEqual(3);
    expect(await flow.cli.json('destroy', '--yes')).toMatchObject({ usersMayBeLeft: false });
    await up();
    expect(await usersInPostgres(flow)).toEqual([]);
  });
});
