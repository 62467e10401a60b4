import { execFile } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../../common/project';
import { temporaryFolder } from './support/temporary-folder';

const sources = [
  'main.ts',
  'cdktf.json',
  'package.json',
  'tsconfig.json',
  'common',
  'constructs',
  'deployments',
];
const files = ['policies', 'sql'];
const stacks = ['access', 'containers', 'database-my-postgres-database'];

/** The project in another folder. Of the folders that other tests write to, only what is the project's. */
function copyOfProject(): string {
  const copy = join(temporaryFolder(), 'another checkout');
  for (const name of [...sources, ...files]) {
    const filter = (source: string) => !/\/(policies|sql)\/test-/.test(source);
    cpSync(join(projectFolder, name), join(copy, name), { recursive: true, filter });
  }
  symlinkSync(join(projectFolder, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Runs a checkout's main.ts and gives every file that it wrote, by path. */
async function synthesize(checkout: string): Promise<Record<string, string>> {
  const out = join(temporaryFolder(), 'out');
  await promisify(execFile)(process.execPath, ['--require', './common/run-typescript.cjs', 'main.ts'], {
    cwd: checkout,
    env: { PATH: process.env['PATH'], CDKTF_OUTDIR: out },
  });
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(out, name), 'utf8')]));
}

describe('main.ts', () => {
  let here: Record<string, string>;
  let elsewhere: Record<string, string>;
  let copy: string;

  beforeAll(async () => {
    copy = copyOfProject();
    [here, elsewhere] = await Promise.all([synthesize(projectFolder), synthesize(copy)]);
  });

  it('writes each stack', () => {
    const written = Object.keys(here);
    expect(written).toEqual(['manifest.json', ...stacks.map((stack) => `stacks/${stack}/cdk.tf.json`)]);
  });

  it.each(stacks)('writes %s the same in every folder, to the byte', (stack) => {
    const file = `stacks/${stack}/cdk.tf.json`;
    expect(elsewhere[file]).toBe(here[file]);
  });

  it('writes nothing of the folder that it is in', () => {
    expect(Object.values(here).join('\n')).not.toContain(projectFolder);
    expect(Object.values(elsewhere).join('\n')).not.toContain(copy);
  });

  it.each(stacks)('writes no absolute path of a machine into %s', (stack) => {
    expect(here[`stacks/${stack}/cdk.tf.json`]).not.toMatch(/"\/(home|root|tmp|Users|work|mnt|opt)\b/);
  });

  it('takes nothing from the network: each stack is planned by its own file', () => {
    const terraform = stacks.map((stack) => here[`stacks/${stack}/cdk.tf.json`] ?? '').join('\n');
    expect(terraform).not.toContain('terraform_remote_state');
  });
});
