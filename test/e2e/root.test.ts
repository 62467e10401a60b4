import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inProject } from '../../common/project';
import { deployment } from './deployments/e2e-root';
import { withRoot } from './support/as-root';
import { Flow } from './support/reference-flow';
import { refusedByVault } from './support/refused-policy';

const minuteMs = 60_000;
jest.setTimeout(3 * minuteMs);

const policyFile = inProject('policies/e2e/root-app.hcl');
const policy = readFileSync(inProject('policies/app.hcl'), 'utf8');

describe('root', () => {
  // Its file is there while the deployment is read.
  mkdirSync(dirname(policyFile), { recursive: true });
  writeFileSync(policyFile, policy);
  const flow = new Flow({
    file: 'test/e2e/deployments/e2e-root.ts',
    props: deployment,
    firstPassword: 'first-password-of-e2e-root',
  });
  const { port } = flow.deployment.vault;
  const up = () => flow.cli.run('up', '--yes', '--json');
  const changedBy = (stdout: string) => (JSON.parse(stdout) as { changed: string[] }).changed;
  const rootTokens = () =>
    withRoot(port, flow.keys().shares, async (token) => {
      const { body } = await flow.api(token, 'auth/token/accessors', 'LIST');
      const { keys } = body['data'] as { keys: string[] };
      const found = await Promise.all(
        keys.map((accessor) => flow.api(token, 'auth/token/lookup-accessor', 'POST', { accessor })),
      );
      const policies = found.map(({ body: { data } }) => (data as { policies: string[] }).policies);
      // Without the one that asks.
      return policies.filter((names) => names.includes('root')).length - 1;
    });

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
  }, 5 * minuteMs);
  afterAll(async () => {
    await flow.cli.destroyAll();
    rmSync(policyFile, { force: true });
  }, minuteMs);

  it('is ended when up is done: no token of it, and none in the key store', async () => {
    expect(await rootTokens()).toBe(0);
    expect(flow.keys()).not.toHaveProperty('rootToken');
    expect((await flow.cli.run('status')).stdout).toMatch(/✔ Root tokens +none/);
  });

  it('is made for a change of a policy, also where somebody began to make one, and ended with it', async () => {
    writeFileSync(policyFile, `${policy}\npath "database/creds/other" {\n  capabilities = ["read"]\n}\n`);
    await flow.api('', 'sys/generate-root/attempt', 'PUT', {});
    const changed = await up();
    expect(changed.exitCode).toBe(0);
    expect(changed.stderr).toContain('Cancelled a generation of a root token that somebody began');
    expect(changedBy(changed.stdout)).toEqual(['applied access', 'ended root']);
    expect((await flow.asRoot('sys/policies/acl/app'))['policy']).toContain('database/creds/other');
    expect(await rootTokens()).toBe(0);
  });

  it('is not made where nothing of it is needed', async () => {
    await flow.cli.json('rotate-root');
    expect(changedBy((await up()).stdout)).toEqual([]);
    expect(
      readFileSync(`${flow.folder}/journal.jsonl`, 'utf8').match(/"step":"generate root"/g),
    ).toHaveLength(2);
  });

  it('is ended also where the run fails', async () => {
    writeFileSync(policyFile, refusedByVault);
    const failed = await up();
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain('Terraform could not apply the stack access');
    expect(await rootTokens()).toBe(0);
    writeFileSync(policyFile, policy);
    expect((await up()).exitCode).toBe(0);
  });

  it('that a killed run left is told, and ended by the next up', async () => {
    const props = { policies: ['root'] };
    await withRoot(port, flow.keys().shares, (token) =>
      flow.api(token, 'auth/token/create-orphan', 'PUT', props),
    );
    expect(await rootTokens()).toBe(1);
    const told = await flow.cli.run('status');
    expect(told.exitCode).toBe(2);
    expect(told.stdout).toMatch(/✘ Root tokens +1/);
    expect((await flow.cli.run('verify')).stderr).toContain('There is a root token');
    expect(changedBy((await up()).stdout)).toEqual(['ended root']);
    expect(await rootTokens()).toBe(0);
  });

  it('is given to who asks for it by name, until it is revoked', async () => {
    const { token } = await flow.cli.json<{ token: string }>('token', 'root');
    expect((await flow.api(token, 'sys/policies/acl/app')).status).toBe(200);
    expect(await flow.cli.json('revoke-root')).toMatchObject({ ended: 1 });
    expect((await flow.api(token, 'sys/policies/acl/app')).status).toBe(403);
  });

  it.each(['db-admin', 'plan', 'backup'])(
    'is none of a token of %s, which ends after 20 minutes',
    async (name) => {
      const { token } = await flow.cli.json<{ token: string }>('token', name);
      const { body } = await flow.api(token, 'auth/token/lookup-self');
      expect(body['data']).toMatchObject({ policies: ['default', name].sort(), creation_ttl: 1200 });
    },
  );

  it('is needed by destroy, and does not stay in the volume', async () => {
    await flow.cli.json('destroy', '--yes');
    await flow.cli.json('up', '--yes');
    expect(await rootTokens()).toBe(0);
  });
});
