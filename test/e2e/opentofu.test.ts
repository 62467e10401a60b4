import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployment } from './deployments/e2e-tofu';
import { Cli } from './support/cli';
import { describeReferenceFlow } from './support/describe-reference-flow';
import type { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(3 * minuteMs);
const file = 'test/e2e/deployments/e2e-tofu.ts';
const fileWithSecond = 'test/e2e/deployments/e2e-tofu-more.ts';
const firstPassword = `canary-${randomBytes(12).toString('hex')}`;
const on = (engine: 'tofu' | 'terraform') => ({ TERRAFORM_BINARY_NAME: engine });
/** A machine may have OpenTofu alone: then everything runs on it, and there is nothing to hand over. */
const hasTerraform = spawnSync('terraform', ['version'], { encoding: 'utf8' }).status === 0;
const ifThereIsTerraform = hasTerraform ? it : it.skip;

/** The registries that the states name, each of which is one engine's. */
function registriesIn(flow: Flow): string[] {
  const files = readdirSync(`${flow.folder}/state`).filter((file) => file.endsWith('.tfstate'));
  const states = files.map((file) => readFileSync(`${flow.folder}/state/${file}`, 'utf8'));
  const named = states.join('\n').matchAll(/registry\.(opentofu\.org|terraform\.io)/g);
  return [...new Set([...named].map(([registry]) => registry))];
}

const hasSecond = async (flow: Flow) => (await flow.rootApi('sys/policies/acl/second')).status === 200;

describeReferenceFlow(
  'the deployment local, on OpenTofu',
  { file, props: deployment, firstPassword, env: on('tofu') },
  (flow) => {
    const withSecond = (engine: 'tofu' | 'terraform') => {
      const cli = new Cli(fileWithSecond, on(engine));
      return { cli, up: () => cli.json<{ changed: string[] }>('up') };
    };
    const bundle = mkdtempSync(join(tmpdir(), 'dbvault-e2e-tofu-'));
    afterAll(() => rmSync(bundle, { recursive: true, force: true }));

    describe('OpenTofu', () => {
      it('is what doctor finds, and what wrote the states', async () => {
        expect((await flow.cli.run('doctor')).stdout).toMatch(/terraform +OpenTofu 1\.\d+\.\d+/);
        expect(registriesIn(flow)).toEqual(['registry.opentofu.org']);
      });
      it('plans no changes', async () => {
        expect((await flow.cli.run('plan', '--detailed-exitcode')).exitCode).toBe(0);
      });
      it('makes plans that check reads', async () => {
        expect((await flow.cli.run('check')).exitCode).toBe(0);
        const show = `"$TERRAFORM_BINARY_NAME" -chdir=${flow.output}/stacks/access show -json dbvault.tfplan`;
        const { exitCode, stdout } = await flow.shell(`${show} | node cli/dbvault.mjs check -`);
        expect(stdout).toMatch(/rules on \d+ resources: all hold/);
        expect(exitCode).toBe(0);
      });
      it('keeps plans that are reviewed, and applies them', async () => {
        const { cli } = withSecond('tofu');
        expect((await cli.run('plan', '--detailed-exitcode', '--out', `${bundle}/second`)).exitCode).toBe(2);
        const { changed } = await cli.json<{ changed: string[] }>('up', '--plan', `${bundle}/second`);
        expect(changed).toContain('applied access');
        expect(await hasSecond(flow)).toBe(true);
      });
      ifThereIsTerraform('makes plans that Terraform refuses, and says why', async () => {
        await flow.cli.json('plan', '--out', `${bundle}/first`);
        const terraform = new Cli(file, on('terraform'));
        const { exitCode, stderr } = await terraform.run('up', '--plan', `${bundle}/first`);
        expect(stderr).toContain("it is OpenTofu's, and Terraform cannot read it");
        expect(exitCode).toBe(3);
        expect(registriesIn(flow)).toEqual(['registry.opentofu.org']);
      });
      ifThereIsTerraform('hands its states to Terraform, which takes away what OpenTofu made', async () => {
        const terraform = new Cli(file, on('terraform'));
        expect((await terraform.json<{ changed: string[] }>('up')).changed).toContain('applied access');
        expect(registriesIn(flow)).toEqual(['registry.terraform.io']);
        expect(await hasSecond(flow)).toBe(false);
        const { cli, up } = withSecond('terraform');
        expect((await up()).changed).toContain('applied access');
        expect((await cli.run('plan', '--detailed-exitcode')).exitCode).toBe(0);
      });
      it('is run by cdktf deploy, and takes away what was made before, by whichever', async () => {
        expect(await hasSecond(flow)).toBe(true);
        const deploy = 'npx cdktf deploy access --auto-approve --skip-provider-lock';
        const result = await flow.shell(`${deploy} --output ${flow.output}`, '--as root');
        flow.cli.printed.push(result.stdout, result.stderr);
        expect(result.exitCode).toBe(0);
        expect(await hasSecond(flow)).toBe(false);
        expect(registriesIn(flow)).toContain('registry.opentofu.org');
        expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual(['ended root']);
      });
    });
  },
);
