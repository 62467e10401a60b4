import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../../common/project';
import type { Waiver } from '../../../constructs/deployment';
import { tls } from '../../../constructs/guardrails/rules/tls';
import { temporaryFolder } from '../support/temporary-folder';

const vaultContainer = 'docker_container.vault_container_3A00AB2A';

type Ran = SpawnSyncReturns<string> & { readonly seconds: number };

/** The command as a CI machine has it: node, and no engine, no Terraform and no shell. */
function check(args: readonly string[], input = ''): Ran {
  const folder = temporaryFolder();
  const [bin, tmp] = [join(folder, 'bin'), join(folder, 'tmp')];
  mkdirSync(bin);
  mkdirSync(tmp);
  symlinkSync(process.execPath, join(bin, 'node'));
  const began = Date.now();
  const ran = spawnSync(process.execPath, [join(projectFolder, 'cli/dbvault.mjs'), 'check', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: {
      PATH: bin,
      HOME: folder,
      TMPDIR: tmp,
      DOCKER_HOST: 'unix:///nowhere',
      VAULT_ADDR: 'http://nowhere.invalid',
    },
  });
  // cdktf leaves its own in the temporary folder.
  expect(readdirSync(tmp).filter((name) => name.startsWith('dbvault'))).toEqual([]);
  return { ...ran, seconds: (Date.now() - began) / 1000 };
}

function deployment(props: object): string {
  const file = join(temporaryFolder(), 'mine.ts');
  const all = {
    name: 'mine',
    connections: { pg: {} },
    roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql' } },
    ...props,
  };
  writeFileSync(file, `export const deployment = ${JSON.stringify(all)};`);
  return file;
}

const tlsOff = (...waivers: Partial<Waiver>[]) =>
  deployment({
    tls: 'off',
    waivers: waivers.map((waiver) => ({ rule: 'tls', reason: 'a test', until: '2999-12-31', ...waiver })),
  });

const plan = (...changes: object[]) => JSON.stringify({ format_version: '1.2', resource_changes: changes });
const volumeGone = {
  address: 'docker_volume.data',
  mode: 'managed',
  type: 'docker_volume',
  name: 'data',
  change: { actions: ['delete'], before: { name: 'data' }, after: null },
};

describe('dbvault check', () => {
  it('finds nothing wrong with the default deployment, in seconds', () => {
    const { stdout, stderr, status, seconds } = check([]);
    console.log(`check took ${seconds.toFixed(1)} s`);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe('11 rules on 25 resources: all hold\n');
  });

  it('tells what is broken, with what to do, what is waived, and which waiver nothing needs', () => {
    const file = tlsOff(
      { resource: 'provider.vault' },
      { resource: vaultContainer, until: '2020-01-31' },
      { rule: 'audit-raw' },
    );
    const out = temporaryFolder();
    const [sarif, junit] = [join(out, 'a.sarif'), join(out, 'a.xml')];
    const { stdout, status } = check(['--deployment', file, '--sarif', sarif, '--junit', junit]);
    expect(status).toBe(1);
    const remedy = `    → ${tls.remedy}\n\n`;
    expect(stdout).toBe(
      `✘ tls  containers: ${vaultContainer}\n` +
        '    /vault/config/config.hcl has a listener of Vault with tls_disable\n' +
        `    its waiver ended with 2020-01-31: a test\n${remedy}` +
        '✘ tls  database-pg: vault_database_secret_backend_connection.connection-pg_connection_3E2E5307\n' +
        `    postgresql.connection_url has no sslmode, so whoever answers is taken for PostgreSQL\n${remedy}` +
        ['access', 'database-pg']
          .map(
            (stack) =>
              `– tls  ${stack}: provider.vault\n    reaches Vault over http://, in clear\n    waived until 2999-12-31: a test\n\n`,
          )
          .join('') +
        '! the waiver of audit-raw until 2999-12-31 is not needed: nothing breaks the rule there, so remove it\n' +
        '11 rules on 25 resources: 2 broken, 2 waived\n',
    );
    expect(readFileSync(sarif, 'utf8').match(/"ruleId": "tls"/g)).toHaveLength(4);
    expect(readFileSync(junit, 'utf8')).toContain(
      '<testsuites tests="34" failures="2" errors="0" skipped="2">',
    );
    expect(existsSync(join(projectFolder, 'cdktf.out.mine'))).toBe(false);
  });

  it('refuses a waiver of no rule as wrong usage, before anything is synthesized', () => {
    const { stderr, status } = check(['--deployment', tlsOff({ rule: 'ttls' as 'tls' })]);
    expect(status).toBe(64);
    expect(stderr).toContain('did you mean "tls"?');
  });

  it('prints one JSON document', () => {
    const { stdout, status } = check(['--json', '--deployment', tlsOff()]);
    expect(status).toBe(1);
    const { violations, ...rest } = JSON.parse(stdout) as { violations: { rule: string; stack: string }[] };
    expect(rest).toEqual({
      deployment: 'mine',
      checked: [
        { stack: 'containers', resources: 8 },
        { stack: 'access', resources: 15 },
        { stack: 'database-pg', resources: 2 },
      ],
      unusedWaivers: [],
    });
    expect(violations.map(({ rule, stack }) => `${rule} ${stack}`)).toEqual([
      'tls containers',
      'tls access',
      'tls database-pg',
      'tls database-pg',
    ]);
  });

  it('leaves standard output to the document that is written there', () => {
    const { stdout, stderr, status } = check(['--deployment', tlsOff(), '--sarif', '-']);
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as { version: string }).version).toBe('2.1.0');
    expect(stderr).toContain('✘ tls');
  });

  it.each([[['--json', '--sarif', '-']], [['--junit', '-', '--sarif', '-']], [['--json', '--junit', '-']]])(
    'refuses two documents on standard output: %j',
    (args) => {
      expect(check(args)).toMatchObject({ status: 64, stdout: '' });
    },
  );
});

describe('dbvault check of plans', () => {
  it('reads one from standard input', () => {
    const { stdout, status } = check(['-'], plan(volumeGone));
    expect(status).toBe(1);
    expect(stdout).toContain(
      '✘ protected-data  standard input: docker_volume.data\n    is deleted, with all data on it\n',
    );
    expect(stdout).toMatch(/\n12 rules on 0 resources: 1 broken\n$/);
  });

  it('reads several files, and passes where all rules hold', () => {
    const folder = temporaryFolder();
    const files = ['a.json', 'b.json'].map((name) => join(folder, name));
    for (const file of files) writeFileSync(file, plan());
    expect(check(files)).toMatchObject({ status: 0, stdout: '12 rules on 0 resources: all hold\n' });
  });

  it('takes no waiver for them, since they may be of no deployment', () => {
    const waived = tlsOff({ rule: 'protected-data' });
    expect(check(['-', '--deployment', waived], plan(volumeGone)).status).toBe(1);
  });

  it.each([
    ['no JSON', 'PK\u0003\u0004', 'it is not JSON'],
    ['another JSON', '{"a":1}', 'format_version'],
  ])('refuses %s as wrong usage, with how to make one', (_, text, why) => {
    const { stderr, status } = check(['-'], text);
    expect(status).toBe(64);
    expect(stderr).toContain(why);
    expect(stderr).toContain('Next: terraform plan -out=plan && terraform show -json plan > plan.json');
  });

  it('refuses a file that is not there', () => {
    expect(check(['absent.json'])).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('Could not read a plan (absent.json): ENOENT') as string,
    });
  });
});
