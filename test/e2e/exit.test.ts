import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
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
jest.setTimeout(2 * minuteMs);
const file = 'test/e2e/deployments/e2e-exit.ts';
const flow = new Flow({ file, props: deployment, firstPassword: `canary-${randomBytes(12).toString('hex')}` });
const stacks = 3;

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
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    const container = flow.deployment.vault.containerName;
    const { terraform, env } = await terraformTools();
    await docker('cp', '--follow-link', `${container}:${await docker('exec', container, 'which', 'vault')}`, bin);
    shell = new PageShell(projectFolder, { ...env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` });
    if (terraform.includes('/')) symlinkSync(terraform, join(bin, 'terraform'));
  }, 15 * minuteMs);

  afterAll(async () => {
    shell.end();
    await flow.cli.destroyAll();
    rmSync(folder, { recursive: true, force: true });
  }, 2 * minuteMs);
});
