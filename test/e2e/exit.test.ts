import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { projectFolder } from '../../common/project';
import { terraformTools } from '../../toolchain';
import { deployment } from './deployments/e2e-exit';
import { docker } from './support/outside';
import { blocksOf, PageShell } from './support/page-shell';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(5 * minuteMs);
const file = 'test/e2e/deployments/e2e-exit.ts';
const flow = new Flow({
  file,
  props: deployment,
  firstPassword: `canary-${randomBytes(12).toString('hex')}`,
});

describe('docs/exit.md, on a deployment that runs', () => {
  const blocks = blocksOf(join(projectFolder, 'docs/exit.md'));
  const done = new Set<string>();
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-exit-'));
  const plain = join(folder, 'vault-database');
  const bin = join(folder, 'bin');
  const kept = join(folder, 'kept');
  let shell: PageShell;

  /** What stands under a heading of the page, with values of this deployment in the place of the example's. */
  const follow = (heading: string, values: Readonly<Record<string, string>> = {}): Promise<string> => {
    let code = blocks.get(heading);
    if (code === undefined) throw new Error(`the page has no commands under '${heading}'`);
    for (const [from, to] of Object.entries(values)) {
      if (!code.includes(from)) throw new Error(`'${heading}' has no ${from}`);
      code = code.replace(from, to);
    }
    done.add(heading);
    return shell.run(code);
  };
  const prove = () => follow('Prove it');
  const root = () => follow('Root, for policies and logins');
  const servedSerial = () =>
    shell.run(
      'openssl s_client -connect "${VAULT_ADDR#https://}" < /dev/null 2>&1 | openssl x509 -noout -serial',
    );
  const running = () =>
    docker('ps', '--no-trunc', '--filter', `network=${flow.network}`, '--format', '{{.ID}} {{.CreatedAt}}');
  const program = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };

  beforeAll(async () => {
    mkdirSync(bin);
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    const container = flow.deployment.vault.containerName;
    const { terraform, env } = await terraformTools();
    await docker(
      'cp',
      '--follow-link',
      `${container}:${await docker('exec', container, 'which', 'vault')}`,
      bin,
    );
    shell = new PageShell(projectFolder, { ...env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` });
    if (terraform.includes('/')) symlinkSync(terraform, join(bin, 'terraform'));
  }, 15 * minuteMs);

  afterAll(async () => {
    shell.end();
    await flow.cli.destroyAll();
    rmSync(folder, { recursive: true, force: true });
  }, 2 * minuteMs);

  it('is followed with dbvault to write the files', async () => {
    const before = await running();
    await follow('Write the files', {
      'DBVAULT_DEPLOYMENT=local ': `DBVAULT_DEPLOYMENT=${file} `,
      'name=local ': `name=${deployment.name} `,
      'plain=../vault-database ': `plain=${plain} `,
    });
    expect(await running()).toBe(before);
    // From here on, nothing of the project is there to be used.
    renameSync(flow.folder, kept);
    rmSync(flow.output, { recursive: true });
    // What the client of these tests trusts.
    mkdirSync(join(flow.folder, 'tls'), { recursive: true });
    copyFileSync(join(kept, 'tls/ca.pem'), join(flow.folder, 'tls/ca.pem'));
    for (const name of ['node', 'npx', 'npm']) program(name, `echo "${name} is used" >&2; exit 97`);
  });

  it('ends with no changes, and a credential that works', async () => {
    const before = await running();
    const printed = await prove();
    const stacks = readdirSync(join(plain, 'terraform', deployment.name));
    expect(stacks.length).toBeGreaterThan(2);
    expect(printed.match(/No changes\./g)).toHaveLength(stacks.length);
    expect((await flow.psql(credentialIn(printed), 'SELECT 1')).stdout.trim()).toBe('1');
    expect(await running()).toBe(before);
  });

  it('unseals', async () => {
    const started = () =>
      docker('inspect', '--format', '{{.State.StartedAt}}', flow.deployment.vault.containerName);
    const before = await started();
    await follow('Unsealing, after each restart of Vault');
    expect(await started()).not.toBe(before);
    expect((await flow.api('', 'sys/seal-status')).body).toMatchObject({ sealed: false });
  });

  it('rotates the password that Vault logs in with', async () => {
    const printed = await follow("Another password for Vault's own login to PostgreSQL");
    expect((await flow.psql(credentialIn(printed), 'SELECT 1')).stdout.trim()).toBe('1');
  });

  it('applies a change to a role', async () => {
    const [stack = ''] = readdirSync(join(plain, 'terraform', deployment.name)).filter((name) =>
      name.startsWith('database'),
    );
    const main = join(plain, 'terraform', deployment.name, stack, 'main.tf');
    const edited = readFileSync(main, 'utf8').replace(/default_ttl( +)= 3600/, 'default_ttl$1= 1800');
    writeFileSync(main, edited);
    const printed = await follow('A change to connections and roles');
    expect(printed).toContain('0 added, 1 changed, 0 destroyed');
    const seconds =
      'VAULT_TOKEN="$(login app-operator)" vault read -field=lease_duration database/creds/db-app';
    expect((await shell.run(seconds)).trim()).toBe('1800');
  });

  it('makes root, new logins with it, and ends it', async () => {
    const login = () =>
      readFileSync(join(plain, '.dbvault', deployment.name, 'keys/plan-login.json'), 'utf8');
    const before = login();
    expect(await root()).toContain('0 added, 0 changed, 0 destroyed');
    const { body } = await flow.api(
      (await shell.run('printf %s "$VAULT_TOKEN"')).trim(),
      'auth/token/lookup-self',
    );
    expect(body['data']).toMatchObject({ policies: ['root'] });
    const token = (body['data'] as { id: string }).id;
    await follow('New logins, each 90 days');
    expect((await flow.api(token, 'auth/token/lookup-self')).status).toBe(403);
    expect(login()).not.toBe(before);
    expect(await shell.run('VAULT_TOKEN="$(login plan)" vault token lookup')).toContain('[default plan]');
  });

  it('hands the application a wrapped secret_id', async () => {
    const token = (await follow("The application's secret_id")).trim();
    const { body } = await flow.api(token, 'sys/wrapping/unwrap', 'PUT');
    expect(body['data']).toHaveProperty('secret_id');
  });

  it('renews the certificates, and Vault stays open', async () => {
    const before = await servedSerial();
    expect(before).toMatch(/^serial=/);
    await follow('New certificates, each 90 days');
    // Vault reads them when the signal has come to it.
    await shell.run('sleep 2');
    expect(await servedSerial()).not.toBe(before);
    const connects = await flow.psql(
      credentialIn(await prove()),
      'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    expect(connects.stdout.trim()).toBe('t');
  });

  it('takes a snapshot, and begins a new audit log', async () => {
    await follow("A copy of Vault's data, and a new audit log");
    expect(statSync(join(plain, 'vault.snap')).size).toBeGreaterThan(1000);
    const logs = await docker('exec', flow.deployment.vault.containerName, 'ls', '/vault/logs');
    expect(logs).toMatch(/audit-\d{4}-\d\d-\d\d\.log\naudit\.log/);
  });

  it('takes all of it down', async () => {
    await root();
    await follow('Taking it all down');
    const label = `label=dbvault.deployment=${deployment.name}`;
    expect(await docker('ps', '--all', '--quiet', '--filter', label)).toBe('');
    expect(await docker('volume', 'ls', '--quiet', '--filter', label)).toBe('');
  });

  it('has no commands that were not run here', () => {
    expect([...blocks.keys()].sort()).toEqual([...done].sort());
  });
});

/** What `vault read` prints of one. */
function credentialIn(printed: string): { username: string; password: string } {
  const field = (name: string) => new RegExp(`^${name} +(\\S+)$`, 'm').exec(printed)?.[1] ?? '';
  return { username: field('username'), password: field('password') };
}
