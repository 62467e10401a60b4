import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../common/project';
import { run } from '../../common/run';
import { stackNames } from '../../constructs/names';
import { loadDeployment } from '../../deployments/load';
import { libraries, type Library } from '../../toolchain/use-library';
import { ProjectCopy } from './support/project-copy';

const minuteMs = 60_000;
jest.setTimeout(3 * minuteMs);

const byName = readdirSync(join(projectFolder, 'deployments'))
  .filter((file) => file.endsWith('.ts') && file !== 'load.ts')
  .map((file) => `deployments/${file}`);
const deployments = [
  ...byName,
  ...['app-login', 'harden-file', 'settled', 'tls-off'].map((name) => `test/e2e/deployments/e2e-${name}.ts`),
];

/** `local` under a name and port of its own, as the copy's `test/e2e/local.test.ts` finds it. */
const deployment = `import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

export const deployment: DeploymentProps = { ...local, name: 'e2e-cdktn', vault: { port: 19_110 } };
`;

const { dependencies } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
/** Who works with the fork runs these tests as well: then cdktf takes its place. */
const committed: Library = dependencies['cdktf'] === libraries.cdktf.cdktf ? 'cdktf' : 'cdktn';
const other: Library = committed === 'cdktf' ? 'cdktn' : 'cdktf';
const installed = {
  cdktf: ['cdktf 0.21.0', 'constructs 10.4.2'],
  cdktn: ['cdktn 0.24.0', 'constructs 10.7.2'],
};

describe(`${other} in the place of ${committed}`, () => {
  let copy: ProjectCopy;
  const use = (library: Library) => copy.run('npm', ['run', '--silent', `use:${library}`]);
  const versions = () =>
    ['cdktf', 'constructs'].map((name) => {
      const text = readFileSync(join(copy.folder, 'node_modules', name, 'package.json'), 'utf8');
      const found = JSON.parse(text) as { name: string; version: string };
      return `${found.name} ${found.version}`;
    });

  beforeAll(async () => {
    copy = await ProjectCopy.make();
  }, 3 * minuteMs);
  afterAll(() => {
    copy.remove();
  });

  it('is refused while package.json has changes that are not committed, which stay', async () => {
    const file = join(copy.folder, 'package.json');
    const edited = readFileSync(file, 'utf8').replace('"private": true', '"private": false');
    writeFileSync(file, edited);
    const { exitCode, stderr } = await use(other);
    expect(stderr).toContain('dbvault: Nothing was changed (package.json): it has changes');
    expect(exitCode).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe(edited);
    await copy.must('git', 'checkout', '--quiet', 'package.json');
  });

  it('is refused while the lock file has', async () => {
    appendFileSync(join(copy.folder, 'package-lock.json'), '\n');
    expect((await use(other)).exitCode).toBe(3);
    await copy.must('git', 'checkout', '--quiet', 'package-lock.json');
  });

  it('is put there by one command, which says what it did', async () => {
    expect(versions()).toEqual(installed[committed]);
    const { exitCode, stdout, stderr } = await use(other);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`package.json: cdktf is ${libraries[other].cdktf}`);
    expect(versions()).toEqual(installed[other]);
    const changed = await copy.must('git', 'status', '--porcelain');
    expect(changed.trim().split(/\s+/)).toEqual(['M', 'package-lock.json', 'M', 'package.json']);
  });

  it('stands in for cdktf wherever a package asks for it', async () => {
    const tree = await copy.must('npm', 'ls', 'cdktf', '--all', '--parseable', '--long');
    const places = new Set(tree.split('\n').filter((line) => line.includes('/cdktf:')));
    expect([...places]).toEqual([expect.stringContaining(installed[other][0]?.replace(' ', '@') ?? '')]);
  });

  it('leaves a lock file without addresses of a registry', () => {
    const lock = readFileSync(join(copy.folder, 'package-lock.json'), 'utf8');
    expect(lock).not.toMatch(/"resolved": "https?:/);
  });

  it('is noticed by the next command as what package.json asks for: nothing is installed again', async () => {
    const { stderr } = await copy.run(process.execPath, ['cli/dbvault.mjs', '--help']);
    expect(stderr).not.toContain('Installing');
  });

  it('does nothing when it is there', async () => {
    expect((await use(other)).stdout).toBe(`${other} is in use already: nothing was done`);
  });

  it.each(deployments)('synthesizes %s to the same stacks', async (file) => {
    const [here, there] = await Promise.all([
      synthesized(projectFolder, file),
      synthesized(copy.folder, file),
    ]);
    expect(Object.keys(here).sort()).toEqual([...stackNames(loadDeployment(file))].sort());
    expect(there).toEqual(here);
  });

  /** The text of each stack by name. */
  async function synthesized(project: string, file: string): Promise<Record<string, string>> {
    const output = join(copy.folder, 'compared', project === projectFolder ? 'cdktf' : 'cdktn', file);
    mkdirSync(output, { recursive: true });
    const main = ['--require', './common/run-typescript.cjs', 'main.ts'];
    const env = { DBVAULT_DEPLOYMENT: file, CDKTF_OUTDIR: output };
    const { exitCode, stderr } = await run(process.execPath, main, { cwd: project, env });
    if (exitCode !== 0) throw new Error(stderr);
    const stacks = readdirSync(join(output, 'stacks')).map((stack) => {
      const text = readFileSync(join(output, 'stacks', stack, 'cdk.tf.json'), 'utf8');
      return [stack, comparable(text)] as const;
    });
    return Object.fromEntries(stacks);
  }

  it('passes the type check', async () => {
    const { stdout, exitCode } = await copy.run('node_modules/.bin/tsc', ['--noEmit']);
    expect(stdout).toBe('');
    expect(exitCode).toBe(0);
  });

  it(
    'brings the reference flow up, and cdktf-cli finds no changes',
    async () => {
      writeFileSync(join(copy.folder, 'test/e2e/deployments/e2e-local.ts'), deployment);
      // What a deployment makes of bad input has nothing to do with what synthesized it.
      const args = ['--selectProjects', 'e2e', '--runTestsByPath', 'test/e2e/local.test.ts'];
      const { exitCode, stderr } = await copy.run('node_modules/.bin/jest', [
        ...args,
        '--testNamePattern',
        '^(?!.*bad input)',
      ]);
      expect(stderr).toMatch(/Tests: +\d+ skipped, \d\d passed/);
      expect(exitCode).toBe(0);
    },
    8 * minuteMs,
  );

  it('goes again by the other command: both files are as they were committed', async () => {
    const { exitCode, stdout } = await use(committed);
    expect(stdout).toContain('package.json and package-lock.json are as they were committed');
    expect(exitCode).toBe(0);
    expect(versions()).toEqual(installed[committed]);
    expect(await copy.must('git', 'status', '--porcelain', 'package.json', 'package-lock.json')).toBe('');
  });
});

/**
 * The version of the library differs, and each writes an empty object in its own way; every other byte is to be the same.
 * JSON keeps the order in which it was read.
 */
function comparable(text: string): string {
  const stack = JSON.parse(text) as { '//': { metadata: { version: string } } };
  expect(stack['//'].metadata.version).toMatch(/^0\.2[14]\.0$/);
  stack['//'].metadata.version = 'either';
  return JSON.stringify(stack, null, 2);
}
