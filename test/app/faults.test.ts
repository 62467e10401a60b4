import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Pool } from 'pg';
import { createPool } from '../../packages/vault-credentials/src/pg';
import type { VaultCredentialsError, VaultCredentialsProps } from '../../packages/vault-credentials/src';
import { deployment } from '../e2e/deployments/e2e-app-faults';
import { Load } from '../e2e/support/app/load';
import { unseal, until, vaultAway } from '../e2e/support/app/outages';
import { appUsers, RunningApp } from '../e2e/support/app/running-app';
import { docker } from '../e2e/support/outside';
import { Flow } from '../e2e/support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(3 * minuteMs);

describe('an application whose', () => {
  const firstPassword = `canary-${randomBytes(12).toString('hex')}`;
  const flow = new Flow({ file: 'test/e2e/deployments/e2e-app-faults.ts', props: deployment, firstPassword });
  let app: RunningApp;
  let pool = new Pool();
  let load = new Load(() => Promise.resolve(), 0);

  const start = async (props: Partial<VaultCredentialsProps> = {}) => {
    app = new RunningApp(flow, props);
    await app.credentials.start();
    await load.stop();
    pool = createPool(app.credentials, { ...app.postgres, max: 5 });
    load = new Load(() => pool.query('SELECT count(*) FROM pg_class'), 50);
    await until(() => load.queries > 50);
  };
  const stop = async () => {
    await load.stop();
    await pool.end();
    await app.credentials.stop();
    expect(await appUsers(flow)).toEqual([]);
    for (const secret of app.secrets) expect(app.observed()).not.toContain(secret);
  };
  const problems = () => app.of('problem').map(({ what }) => (what as VaultCredentialsError).code);
  const readiness = () => app.of('readiness').map(({ what }) => what);
  const reasons = () => load.failures.map(({ reason }) => reason);
  const tokensLast = async (ttlSeconds: number, maxTtlSeconds: number) => {
    const body = { token_ttl: ttlSeconds, token_max_ttl: maxTtlSeconds };
    expect((await flow.rootApi('auth/approle/role/app', 'POST', body)).status).toBe(204);
  };
  const readyAgain = () => until(() => app.credentials.state.ready);
  /** Works again: from the time on nothing that was begun fails. */
  const worksFor = async (seconds: number) => {
    const fromMs = performance.now();
    const queries = load.queries;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    expect(load.queries).toBeGreaterThan(queries + seconds * 30);
    expect(load.failures.filter(({ begunAtMs }) => begunAtMs > fromMs)).toEqual([]);
  };

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
  }, 10 * minuteMs);
  beforeEach(() => flow.cli.json('app-identity'));
  // A test that failed would go on asking for users, and take what is handed over to the next.
  afterEach(async () => {
    await load.stop();
    await pool.end().catch(() => undefined);
    await app.credentials.stop();
  }, minuteMs);
  afterAll(() => flow.cli.destroyAll(), minuteMs);

  it.each(['stopped', 'sealed'] as const)(
    'Vault is %s for less than the lease: no query fails',
    async (how) => {
      await start({ reserveSeconds: 9 });
      const awaySeconds = await vaultAway(flow, how, 4);
      expect(awaySeconds).toBeLessThan(8);
      await worksFor(12);
      expect(problems()).toContain(how === 'sealed' ? 'sealed' : 'unreachable');
      expect(reasons()).toEqual([]);
      expect(readiness()).toEqual([true]);
      await stop();
    },
  );

  it.each(['stopped', 'sealed'] as const)(
    'Vault is %s for longer than the lease: it says so before',
    async (how) => {
      await start();
      await vaultAway(flow, how, 14);
      await readyAgain();
      await worksFor(5);
      expect(readiness()).toEqual([true, false, true]);
      const [, unready, ready] = app.of('readiness').map(({ atMs }) => atMs);
      for (const { failedAtMs, begunAtMs } of load.failures) {
        expect(failedAtMs).toBeGreaterThan(unready ?? Infinity);
        expect(begunAtMs).toBeLessThan(ready ?? 0);
      }
      await stop();
    },
  );

  it('PostgreSQL is restarted: it goes on with the same user', async () => {
    await start();
    const { username } = app.credentials.state;
    const { containerName } = flow.deployment.postgres;
    await docker('stop', '--time', '5', containerName);
    // Its sessions were ended, so that it asks at once whether the lease still holds.
    await until(() => problems().includes('unavailable'));
    await docker('start', containerName);
    await until(async () => (await pool.query('SELECT 1')).rowCount === 1);
    await worksFor(2);
    expect(load.failures.length).toBeGreaterThan(0);
    expect(app.credentials.state.username).toBe(username);
    await stop();
  });

  it('lease is revoked from outside: it asks for another user at once', async () => {
    await start();
    // Past the time within which a user that is refused is not replaced.
    await new Promise((resolve) => setTimeout(resolve, 5500));
    const { username } = app.credentials.state;
    await flow.rootApi('sys/leases/revoke-prefix/database/creds/db-app', 'PUT');
    const revokedAtMs = performance.now();
    await until(() => app.credentials.state.username !== username);
    expect(performance.now() - revokedAtMs).toBeLessThan(3000);
    await readyAgain();
    await worksFor(3);
    await stop();
  });

  it('token is revoked: it needs another secret_id, says so, and logs in when there is one', async () => {
    await start();
    const { username } = app.credentials.state;
    await flow.rootApi('auth/token/revoke', 'PUT', { token: app.token });
    await until(() => problems().includes('login-needed'));
    await until(() => !app.credentials.state.ready);
    expect(app.credentials.state.problem?.code).toBe('login-needed');
    await flow.cli.json('app-identity');
    await readyAgain();
    expect(app.credentials.state.username).not.toBe(username);
    await worksFor(3);
    await stop();
  });

  it('token comes to its max TTL: with another secret_id it goes on with no failed query', async () => {
    await tokensLast(15, 40);
    try {
      await start();
      await until(() => problems().includes('login-needed'));
      expect(app.credentials.state.ready).toBe(true);
      await flow.cli.json('app-identity');
      await until(() => app.of('loggedIn').length === 2);
      await worksFor(20);
      expect(reasons()).toEqual([]);
      expect(readiness()).toEqual([true]);
      await stop();
    } finally {
      await tokensLast(120, 7200);
    }
  });

  it('secret_id was unwrapped by somebody else: it is an alarm', async () => {
    const wrapping = readFileSync(`${flow.folder}/app/wrapped-secret-id`, 'utf8').trim();
    expect((await flow.api(wrapping, 'sys/wrapping/unwrap', 'PUT')).status).toBe(200);
    app = new RunningApp(flow);
    const refused = app.credentials.start();
    await expect(refused).rejects.toMatchObject({ code: 'secret-id-taken' });
    await expect(refused).rejects.toThrow('ALARM: what lies in');
    await expect(refused).rejects.not.toThrow(wrapping);
    await app.credentials.stop();
  });

  it('secret_id is another: it is an alarm, and stays wrapped', async () => {
    const token = await flow.tokenOf('app-operator');
    const { wrappingToken } = await flow.wrapped(token, 'sys/wrapping/wrap', { secret_id: 'forged' });
    writeFileSync(`${flow.folder}/app/wrapped-secret-id`, wrappingToken);
    app = new RunningApp(flow);
    await expect(app.credentials.start()).rejects.toMatchObject({ code: 'wrong-wrapping' });
    expect((await flow.api(wrappingToken, 'sys/wrapping/unwrap', 'PUT')).status).toBe(200);
    await app.credentials.stop();
  });

  it('secret_id was used once already: the first goes on, the second is an alarm', async () => {
    await start();
    const second = new RunningApp(flow);
    await expect(second.credentials.start()).rejects.toMatchObject({ code: 'secret-id-taken' });
    await worksFor(2);
    expect(reasons()).toEqual([]);
    await stop();
  });

  it('Vault is sealed when it starts: it waits, and starts', async () => {
    await flow.rootApi('sys/seal', 'PUT');
    app = new RunningApp(flow);
    const started = app.credentials.start();
    await until(() => problems().includes('sealed'));
    await unseal(flow);
    await started;
    expect(app.credentials.state.ready).toBe(true);
    await app.credentials.stop();
  });

  it('Vault stays away when it starts: it gives up', async () => {
    app = new RunningApp(flow, { address: 'https://127.0.0.1:1', startSeconds: 2 });
    await expect(app.credentials.start()).rejects.toMatchObject({ code: 'unreachable' });
  });
});
