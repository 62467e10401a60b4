import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../common/project';
import { agentSink } from '../../packages/vault-credentials/src';
import { createPool } from '../../packages/vault-credentials/src/pg';
import { deployment } from '../e2e/deployments/e2e-app-agent';
import { Load } from '../e2e/support/app/load';
import { until } from '../e2e/support/app/outages';
import { RunningApp } from '../e2e/support/app/running-app';
import { docker, inspect } from '../e2e/support/outside';
import { Flow } from '../e2e/support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(3 * minuteMs);

/** The configuration that the documentation shows. */
const documented = /```hcl\n(?<config>[^]*?)```/;

describe('Vault Agent', () => {
  const firstPassword = `canary-${randomBytes(12).toString('hex')}`;
  const flow = new Flow({ file: 'test/e2e/deployments/e2e-app-agent.ts', props: deployment, firstPassword });
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-agent-'));
  const container = 'dbvault-e2e-app-agent-agent';
  const file = (name: string) => join(folder, name);
  const text = (name: string) => readFileSync(file(name), 'utf8').trim();

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    await flow.cli.json('app-identity');
    const config = documented.exec(readFileSync(inProject('docs/vault-agent.md'), 'utf8'))?.groups?.[
      'config'
    ];
    writeFileSync(file('agent.hcl'), config ?? '');
    copyFileSync(`${flow.folder}/tls/ca.pem`, file('ca.pem'));
    for (const name of ['role-id', 'wrapped-secret-id'])
      copyFileSync(`${flow.folder}/app/${name}`, file(name));
    const image = await inspect(flow.deployment.vault.containerName, '{{.Image}}');
    const label = `dbvault.deployment=${flow.deployment.name}`;
    const run = ['run', '--detach', '--name', container, '--label', label, '--network', flow.network];
    await docker(...run, '--volume', `${folder}:/agent`, image, 'vault', 'agent', '-config=/agent/agent.hcl');
  }, 10 * minuteMs);
  afterAll(async () => {
    await docker('rm', '--force', container);
    await flow.cli.destroyAll();
    rmSync(folder, { recursive: true, force: true });
  }, minuteMs);

  it('writes a user that works, and another before its lease is over, each with a reload', async () => {
    await until(() => existsSync(file('reloads')));
    expect((statSync(file('user')).mode & 0o777).toString(8)).toBe('600');
    expect(existsSync(file('wrapped-secret-id'))).toBe(false);
    const users = new Set<string>();
    while (users.size < 3) {
      const [username = '', password = ''] = text('user').split(' ');
      if (!users.has(username)) {
        expect((await flow.psql({ username, password }, 'SELECT 1')).stdout.trim()).toBe('1');
        users.add(username);
        expect(text('reloads').split('\n').length).toBeGreaterThanOrEqual(users.size);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });

  it('logs in for an application that keeps its users itself', async () => {
    const app = new RunningApp(flow, { login: agentSink(file('token')) });
    await app.credentials.start();
    const pool = createPool(app.credentials, { ...app.postgres, max: 5 });
    const load = new Load(() => pool.query('SELECT 1'), 50);
    await until(() => app.credentials.state.changeovers === 1);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await load.stop();
    expect(load.failures).toEqual([]);
    await pool.end();
    const token = text('token');
    await app.credentials.stop();
    // It is Agent's to end.
    expect((await flow.api(token, 'auth/token/lookup-self')).status).toBe(200);
  });
});
