import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../common/project';
import type { Report } from '../../review/report/report';
import { reportSchema } from '../../review/report/schema';
import { deployment } from './deployments/e2e-plan';
import { Cli } from './support/cli';
import { filesUnder, findSecrets } from './support/leak-scan';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(3 * minuteMs);
const file = 'test/e2e/deployments/e2e-plan.ts';
const firstPassword = `canary-${randomBytes(12).toString('hex')}`;
const variable = { TF_VAR_my_postgres_database_password: firstPassword };
const edited = (edit: string) => new Cli(file, { ...variable, E2E_PLAN_EDIT: edit });
const outside = mkdtempSync(join(tmpdir(), 'dbvault-e2e-'));
const bundle = (name: string) => join(outside, name);
const hourMs = 3_600_000;
const flow = new Flow({ file, props: deployment, firstPassword });
const printed: string[] = [];

async function reportOf(cli: Cli, ...args: string[]): Promise<Report> {
  const report = reportSchema.parse(await cli.json('plan', ...args));
  printed.push(...cli.printed);
  return report;
}

const undated = (markdown: string) => markdown.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, 'a date');
const kinds = ({ findings }: Report) => findings.map(({ kind, severity }) => `${kind} ${severity}`);

describe('plan', () => {
  beforeAll(() => flow.cli.destroyAll(), minuteMs);
  afterAll(async () => {
    await flow.cli.destroyAll();
    rmSync(outside, { recursive: true });
  }, minuteMs);

  it('tells what a first up would make, with no Vault and no container', async () => {
    const report = await reportOf(flow.cli);
    expect(report.stacks.map(({ name, basis }) => `${name} ${basis}`)).toEqual([
      'containers new',
      'access new',
      'database-my-postgres-database new',
    ]);
    expect(report.outcome).toBe('changes');
    expect(report.stacks.map(({ counts }) => Object.keys(counts))).toEqual([
      ['create'],
      ['create'],
      ['create'],
    ]);
    const app = report.access.find(({ identity }) => identity === 'approle app');
    expect(app?.rows).toContainEqual({
      path: 'database/creds/db-app',
      before: [],
      after: ['read'],
      isChanged: true,
    });
    expect(existsSync(`${flow.folder}/first-password`)).toBe(false);
    expect(existsSync(`${flow.folder}/first-passwords`)).toBe(false);
    expect((await flow.cli.run('plan', '--detailed-exitcode')).exitCode).toBe(2);
  });

  it('applies a first plan that was reviewed', async () => {
    await flow.cli.json('plan', '--out', bundle('first'));
    expect(statSync(bundle('first')).mode & 0o777).toBe(0o700);
    const { changed } = await flow.cli.json<{ changed: string[] }>('up', '--yes', '--plan', bundle('first'));
    expect(changed).toEqual(
      expect.arrayContaining([
        'applied containers',
        'applied access',
        'applied database-my-postgres-database',
      ]),
    );
  });

  it('is clean then, of what runs', async () => {
    const report = await reportOf(flow.cli);
    expect(report).toMatchObject({ outcome: 'clean', findings: [], texts: [] });
    expect(report.stacks.map(({ basis }) => basis)).toEqual(['live', 'live', 'live']);
    expect((await flow.cli.run('plan', '--detailed-exitcode')).exitCode).toBe(0);
  });

  it('says what an edit means, in every form', async () => {
    const cli = edited('longer-ttl');
    // The tokens that credentials are asked for with live as long as these.
    const expected = ['login-bounds medium', 'ttl-raised medium'];
    expect([...new Set(kinds(await reportOf(cli)))]).toEqual(expected);
    const [markdown, html, sarif] = ['plan.md', 'plan.html', 'plan.sarif'].map((name) => join(outside, name));
    const args = ['--markdown', markdown ?? '', '--html', html ?? '', '--sarif', sarif ?? ''];
    const { stdout, exitCode } = await cli.run('plan', ...args);
    expect(exitCode).toBe(0);
    for (const text of [stdout, readFileSync(markdown ?? '', 'utf8'), readFileSync(html ?? '', 'utf8')])
      expect(text).toContain('2 hours');
    expect(JSON.parse(readFileSync(sarif ?? '', 'utf8'))).toMatchObject({ version: '2.1.0' });
    const alone = await cli.run('plan', '--markdown', '-');
    expect(undated(alone.stdout)).toBe(undated(readFileSync(markdown ?? '', 'utf8').trimEnd()));
  });

  it('needs no more than the state and the login of plan', async () => {
    const kept = `${flow.folder}.kept`;
    renameSync(flow.folder, kept);
    try {
      mkdirSync(join(flow.folder, 'keys'), { recursive: true });
      for (const path of ['state', 'keys/plan-login.json', 'tls/ca.pem', 'images.json'])
        cpSync(join(kept, path), join(flow.folder, path), { recursive: true });
      const report = await reportOf(edited('another-role'));
      expect(report.stacks.map(({ basis }) => basis)).toEqual(['live', 'live', 'live']);
      expect(kinds(report)).toEqual(expect.arrayContaining(['role-added info', 'allowed-role-added medium']));
    } finally {
      rmSync(flow.folder, { recursive: true });
      renameSync(kept, flow.folder);
    }
  });

  describe('a reviewed bundle', () => {
    const cli = edited('longer-ttl');

    async function expectRefused(folder: string, why: string, by = cli, env = {}): Promise<void> {
      const runner = Object.keys(env).length === 0 ? by : new Cli(by.deployment, { ...variable, ...env });
      const result = await runner.run('up', '--yes', '--plan', folder);
      printed.push(...runner.printed);
      expect(result.stderr).toContain(why);
      expect(result.exitCode).toBe(3);
      const role = await flow.asRoot('database/roles/db-app');
      expect(role['default_ttl']).toBe(3600);
    }

    beforeAll(async () => {
      await cli.json('plan', '--out', bundle('reviewed'));
    });

    it('holds the plans and the report', () => {
      expect(readdirSync(bundle('reviewed')).sort()).toEqual([
        'access.tfplan',
        'containers.tfplan',
        'database-my-postgres-database.tfplan',
        'manifest.json',
        'plan.html',
        'plan.json',
        'plan.md',
      ]);
    });

    it('is not made over another one', async () => {
      const again = await cli.run('plan', '--out', bundle('reviewed'));
      expect(again.exitCode).toBe(3);
      expect(again.stderr).toContain('something in this folder');
    });

    it('is refused for other code', () =>
      expectRefused(bundle('reviewed'), 'the deployment was changed since', edited('another-role')));

    it('is refused for a deployment that differs in what no stack holds', () =>
      expectRefused(bundle('reviewed'), 'the deployment was changed since', edited('more-shares')));

    it('is refused for another deployment', () =>
      expectRefused(
        bundle('reviewed'),
        "it is of the deployment 'e2e-plan', not 'e2e-plan-elsewhere'",
        new Cli('test/e2e/deployments/e2e-plan-elsewhere.ts', variable),
      ));

    it('is refused when it has expired', () =>
      expectRefused(bundle('reviewed'), 'it expired at', cli, {
        E2E_PLAN_EDIT: 'longer-ttl',
        NODE_OPTIONS: `--import ${inProject('test/faults/preload/clock.mjs')}`,
        FAULT_CLOCK_MS: String(25 * hourMs),
      }));

    it('is refused when a file of it was changed', async () => {
      cpSync(bundle('reviewed'), bundle('damaged'), { recursive: true });
      writeFileSync(join(bundle('damaged'), 'database-my-postgres-database.tfplan'), 'another plan');
      await expectRefused(bundle('damaged'), 'it was changed since the bundle was made');
      rmSync(join(bundle('damaged'), 'database-my-postgres-database.tfplan'));
      await expectRefused(bundle('damaged'), 'it is missing from the bundle');
    });

    it('is refused when something was changed by hand since', async () => {
      const path = 'database/roles/db-app';
      const role = await flow.asRoot(path);
      await flow.rootApi(path, 'PUT', { ...role, max_ttl: 7200 });
      await expectRefused(
        bundle('reviewed'),
        'the stack database-my-postgres-database would change otherwise now',
      );
      await flow.rootApi(path, 'PUT', role);
    });

    it('is refused while Vault is sealed', async () => {
      await flow.rootApi('sys/seal', 'PUT');
      const result = await cli.run('up', '--yes', '--plan', bundle('reviewed'));
      expect(result.stderr).toContain('it was opened, closed or initialized since');
      expect(result.exitCode).toBe(3);
      expect((await flow.cli.run('unseal')).exitCode).toBe(0);
    });

    it('is applied as it is', async () => {
      const { changed } = await cli.json<{ changed: string[] }>('up', '--yes', '--plan', bundle('reviewed'));
      expect(changed).toContain('applied database-my-postgres-database');
      expect((await flow.asRoot('database/roles/db-app'))['default_ttl']).toBe(7200);
    });

    it('is refused from then on: the state is another one', async () => {
      const result = await cli.run('up', '--yes', '--plan', bundle('reviewed'));
      expect(result.stderr).toMatch(/the state of the stack [\w-]+ was changed since: something was applied/);
      expect(result.exitCode).toBe(3);
    });
  });

  it('prints no secret, and keeps none in a bundle', () => {
    const { shares } = flow.keys();
    const secrets = {
      'the first password': firstPassword,
      ...flow.logins(),
      ...flow.tlsKeys(),
      ...Object.fromEntries(shares.map((share, index) => [`share ${index + 1}`, share])),
    };
    const places = [{ name: 'what was printed', text: printed.join('\n') }, ...filesUnder(outside)];
    expect(findSecrets(places, secrets)).toEqual([]);
  });
});
