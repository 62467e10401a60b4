import { writeFileSync } from 'node:fs';
import { run } from '../../common/run';
import { deployment } from './deployments/e2e-seed';
import { describeReferenceFlow } from './support/describe-reference-flow';
import { docker } from './support/outside';

describeReferenceFlow(
  'the deployment seed',
  // Not the reference flow's `password`: that word alone is in every log.
  {
    file: 'test/e2e/deployments/e2e-seed.ts',
    props: deployment,
    firstPassword: 'password-of-the-reference-flow',
  },
  (flow) => {
    it('publishes PostgreSQL on loopback alone', async () => {
      const port = await docker('port', flow.deployment.postgres.containerName);
      expect(port).toBe(`5432/tcp -> 127.0.0.1:${flow.deployment.postgres.publishedPort ?? 0}`);
    });
    it('a wrong token: creds says so, up makes a new one', async () => {
      const token = flow.lastingToken();
      writeFileSync(`${flow.folder}/keys/app-token`, 'hvs.not-a-token\n', { mode: 0o600 });
      const result = await flow.cli.run('creds', 'db-app');
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('the token is wrong, expired');
      expect(result.stderr).not.toContain('hvs.not-a-token');
      const { changed } = await flow.cli.json<{ changed: string[] }>('up');
      expect(changed).toEqual(["made the application's token", 'ended root']);
      expect(flow.lastingToken()).not.toBe(token);
    });
    it('lets an application on this machine log in over the published port', async () => {
      const { username, password } = await flow.credential();
      const args = [
        '-X',
        '-A',
        '-t',
        '-h',
        '127.0.0.1',
        '-p',
        '25432',
        '-U',
        username,
        '-d',
        'postgres',
        '-c',
        'SELECT 7',
      ];
      const container = flow.deployment.postgres.containerName;
      const script = 'read -r PGPASSWORD; export PGPASSWORD; exec psql "$@"';
      const image = (await docker('inspect', '--format', '{{.Image}}', container)).trim();
      const docker_ = [
        'run',
        '--rm',
        '-i',
        '--network',
        'host',
        '--entrypoint',
        'sh',
        image,
        '-c',
        script,
        'sh',
        ...args,
      ];
      expect((await run('docker', docker_, { input: `${password}\n` })).stdout.trim()).toBe('7');
    });
  },
);
