import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inProject } from '../../common/project';
import { address, deployment, secondEngine } from './deployments/e2e-ha-hosts';
import { filesUnder, findSecrets } from './support/leak-scan';
import { docker } from './support/outside';
import { Flow } from './support/reference-flow';
import { SecondEngine } from './support/second-engine';

const longest = 600_000;

/** Only root starts an engine, and only a machine on a network has an address that others reach. */
const canStart = process.getuid?.() === 0 && address !== undefined;

(canStart ? describe : describe.skip)('nodes of Vault on two Docker engines, on the real systems', () => {
  const engine = new SecondEngine(secondEngine.dockerHost, inProject(secondEngine.dockerCertFolder));
  let flow: Flow;
  const names = async (...args: string[]) =>
    (await engine.docker('ps', '--all', '--format', '{{.Names}}', ...args)).stdout.split('\n').sort();

  beforeAll(async () => {
    await engine.start();
    flow = new Flow({
      file: 'test/e2e/deployments/e2e-ha-hosts.ts',
      props: deployment,
      firstPassword: `canary-${randomBytes(12).toString('hex')}`,
    });
    await flow.cli.destroyAll();
  }, longest);
  afterAll(async () => {
    await flow.cli.destroyAll();
    await engine.stop();
  }, longest);

  it(
    'come up, reach each other where they are published, and change nothing again',
    async () => {
      const { proven } = await flow.cli.json<{ proven: string[] }>('up', '--yes');
      expect(proven[0]).toContain('all 3 nodes of Vault vote and keep up');
      const [, second, third] = flow.deployment.vault.nodes.map(({ containerName }) => containerName);
      expect(await names()).toEqual([second, third]);
      expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
      expect((await flow.cli.run('plan', '--detailed-exitcode', '--drift')).exitCode).toBe(0);
    },
    longest,
  );

  it('have no private key in any state, and none of a file of this machine mounted', async () => {
    const keys = Object.fromEntries(
      flow.deployment.vault.nodes.map(({ name }) => [
        `the key of ${name}`,
        readFileSync(`${flow.folder}/tls/${name}.pem`, 'utf8').split('\n')[2] ?? '',
      ]),
    );
    expect(findSecrets(filesUnder(`${flow.folder}/state`), keys)).toEqual([]);
    const mounts = await engine.docker(
      'inspect',
      '--format',
      '{{range .Mounts}}{{.Type}} {{end}}',
      ...(await names()),
    );
    expect(mounts.stdout).not.toContain('bind');
  });

  it(
    'issue on while this machine has none, and get back one that is lost there',
    async () => {
      await docker('kill', flow.deployment.vault.containerName);
      const credential = await flow.credential();
      expect((await flow.psql(credential, 'SELECT 1')).stdout.trim()).toBe('1');
      await flow.cli.json('up');
      const [, second = ''] = flow.deployment.vault.nodes.map(({ containerName }) => containerName);
      await engine.docker('rm', '--force', second);
      await engine.docker('volume', 'rm', `${second}-file`);
      const { proven } = await flow.cli.json<{ proven: string[] }>('up');
      expect(proven[0]).toContain('all 3 nodes of Vault vote and keep up');
    },
    longest,
  );

  it(
    'are gone from both engines after destroy',
    async () => {
      await flow.cli.json('destroy', '--yes', '--delete-data');
      expect(await names()).toEqual(['']);
      expect((await engine.docker('volume', 'ls', '--quiet')).stdout).toBe('');
      expect(
        await docker('ps', '--all', '--quiet', '--filter', 'label=dbvault.deployment=e2e-ha-hosts'),
      ).toBe('');
    },
    longest,
  );
});
