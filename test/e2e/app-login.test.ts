import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appIssuerPolicy, appRoleMount, appSecretIdPath } from '../../constructs/names';
import { deployment } from './deployments/e2e-app-login';
import { withRoot } from './support/as-root';
import { Cli } from './support/cli';
import { filesUnder, findSecrets } from './support/leak-scan';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(2 * minuteMs);

const file = 'test/e2e/deployments/e2e-app-login.ts';

const networks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/** Vault has them in no order. */
const sorted = (found: unknown) => [...(found as string[])].sort();

interface Part {
  readonly part: string;
  readonly state: string;
  readonly ok: boolean;
}

describe("the application's login", () => {
  const firstPassword = `canary-${randomBytes(12).toString('hex')}`;
  const flow = new Flow({ file, props: deployment, firstPassword });
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-app-login-'));
  const learntFile = join(folder, 'learnt.jsonl');
  /** Writes down what Vault answers it, so that there is something to search for. */
  const watched = new Cli(file, {
    NODE_OPTIONS: '--import ./test/leaks/preload/learn.mjs',
    LEARNT_SECRETS: learntFile,
  });
  const elsewhere = new Cli('test/e2e/deployments/e2e-app-login-elsewhere.ts');
  const handedOver = `${flow.folder}/app`;
  const out = join(folder, 'out', 'token');
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  const text = (path: string) => readFileSync(path, 'utf8').trim();
  const take = async () => {
    await flow.cli.json('app-identity');
    await flow.cli.json('take-identity', '--out', out);
    return text(out);
  };
  const secretIds = async () => {
    const { body } = await flow.rootApi(appSecretIdPath, 'LIST');
    return (body['data'] as { keys: string[] } | undefined)?.keys ?? [];
  };
  /** Without a use of the token. */
  const lookUp = async (token: string) => {
    const { status, body } = await flow.rootApi('auth/token/lookup', 'POST', { token });
    return { status, token: body['data'] as Record<string, unknown> };
  };
  const unwrap = (token: string) => flow.api(token, 'sys/wrapping/unwrap', 'PUT');
  const loginWith = (secretId: string) =>
    flow.api('', `auth/${appRoleMount}/login`, 'PUT', {
      role_id: text(`${handedOver}/role-id`),
      secret_id: secretId,
    });
  const secretIdIn = ({ body }: { body: Record<string, unknown> }) =>
    (body['data'] as { secret_id: string }).secret_id;

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    mkdirSync(join(folder, 'out'), { mode: 0o755 });
  }, 10 * minuteMs);
  afterAll(async () => {
    await flow.cli.destroyAll();
    rmSync(folder, { recursive: true, force: true });
  }, minuteMs);

  it('stands ready after up, with nothing handed over and no lasting token', async () => {
    expect(existsSync(handedOver)).toBe(false);
    expect(existsSync(`${flow.folder}/keys/app-token`)).toBe(false);
    const { parts } = JSON.parse((await flow.cli.run('status', '--json')).stdout) as { parts: Part[] };
    expect(parts.filter(({ part }) => part.startsWith('Application'))).toMatchObject([
      { part: 'Application, AppRole', state: 'works, nothing waits', ok: true },
    ]);
    expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
  });

  it('is bound as declared', async () => {
    const role = await flow.asRoot(`auth/${appRoleMount}/role/app`);
    expect(role).toMatchObject({
      token_policies: ['app'],
      token_ttl: 3700,
      token_max_ttl: 7200,
      token_num_uses: 6,
      secret_id_ttl: 1800,
      secret_id_num_uses: 1,
    });
    expect(sorted(role['secret_id_bound_cidrs'])).toEqual([...networks, '203.0.113.1/32']);
    expect(sorted(role['token_bound_cidrs'])).toEqual([...networks, '203.0.113.1']);
  });

  describe('handed over', () => {
    it('is a role_id and what unwraps the secret_id, for the owner alone', async () => {
      expect(await flow.cli.json('app-identity')).toEqual({
        ended: false,
        changed: true,
        roleIdFile: `${handedOver}/role-id`,
        wrappedSecretIdFile: `${handedOver}/wrapped-secret-id`,
        takeWithinSeconds: 900,
      });
      expect(mode(handedOver)).toBe('700');
      for (const name of ['role-id', 'wrapped-secret-id']) expect(mode(`${handedOver}/${name}`)).toBe('600');
      const token = text(`${handedOver}/wrapped-secret-id`);
      const { body } = await flow.api('', 'sys/wrapping/lookup', 'PUT', { token });
      expect(body['data']).toMatchObject({ creation_path: appSecretIdPath, creation_ttl: 900 });
      const { stdout } = await flow.cli.run('status');
      expect(stdout).toMatch(/Application, AppRole +works, waits to \d\d:\d\d UTC/);
    });
    it('anew ends the one before, which nobody has taken', async () => {
      const before = text(`${handedOver}/wrapped-secret-id`);
      await flow.cli.json('app-identity');
      expect(await secretIds()).toHaveLength(1);
      expect((await loginWith(secretIdIn(await unwrap(before)))).status).toBe(400);
    });
    it('is taken once, within its bounds, into a file for its owner alone', async () => {
      const taken = await watched.json('take-identity', '--out', out);
      expect(taken).toEqual({ tokenFile: out, ttlSeconds: 3700, uses: 6 });
      expect([mode(out), mode(join(folder, 'out'))]).toEqual(['600', '755']);
      expect(await secretIds()).toEqual([]);
      const { token } = await lookUp(text(out));
      expect(token).toMatchObject({
        policies: ['app', 'default'],
        num_uses: 6,
        creation_ttl: 3700,
        renewable: true,
        orphan: true,
        meta: { role_name: 'app', hand_over: text(`${handedOver}/hand-over-id`) },
      });
      expect(sorted(token['bound_cidrs'])).toEqual([...networks, '203.0.113.1']);
    });
    it('and taken a second time is an alarm, and no token', async () => {
      rmSync(out);
      const again = await flow.cli.run('take-identity', '--out', out);
      expect(again.exitCode).toBe(3);
      expect(again.stderr).toContain('ALARM: the secret_id that was handed over cannot be unwrapped');
      expect(again.stderr).toContain('somebody has unwrapped it already');
      expect(again.stderr).toContain('npx dbvault app-identity --end-before');
      expect(existsSync(out)).toBe(false);
    });
  });

  describe('what was wrapped elsewhere', () => {
    it.each([
      ["another role's secret_id", 'auth/approle/role/app-operator/secret-id', {}],
      ['a forged secret_id', 'sys/wrapping/wrap', { secret_id: 'forged' }],
    ])('%s is refused before it is unwrapped', async (_, path, body) => {
      const forged = join(folder, 'forged');
      cpSync(handedOver, forged, { recursive: true });
      const { shares } = flow.keys();
      const { wrappingToken } = await withRoot(flow.deployment.vault.port, shares, (root) =>
        flow.wrapped(root, path, body),
      );
      writeFileSync(join(forged, 'wrapped-secret-id'), wrappingToken);
      const refused = await flow.cli.run('take-identity', '--from', forged, '--out', out);
      expect(refused.exitCode).toBe(3);
      expect(refused.stderr).toContain(`ALARM: this is not what was handed over`);
      expect(refused.stderr).toContain(`it was wrapped at ${path}`);
      expect(refused.stderr).toContain('It was not unwrapped');
      expect(existsSync(out)).toBe(false);
      expect((await unwrap(wrappingToken)).status).toBe(200);
    });
  });

  describe('the token of the application', () => {
    it('asks for a credential that works, and is used up after as many requests as declared', async () => {
      const token = await take();
      const { status, body } = await flow.api(token, 'database/creds/db-app');
      expect(status).toBe(200);
      const login = body['data'] as { username: string; password: string };
      expect((await flow.psql(login, 'SELECT 1')).stdout.trim()).toBe('1');
      for (let used = 1; used < 6; used++)
        expect((await flow.api(token, 'auth/token/lookup-self')).status).toBe(200);
      expect((await flow.api(token, 'auth/token/lookup-self')).status).toBe(403);
    });
    it.each([
      ['GET', 'database/config/my-postgres-database'],
      ['GET', 'database/roles/db-app'],
      ['PUT', 'database/rotate-root/my-postgres-database'],
      ['PUT', appSecretIdPath],
      ['GET', `auth/${appRoleMount}/role/app/role-id`],
      ['LIST', 'auth/token/accessors'],
      ['PUT', 'auth/token/create'],
      ['GET', 'sys/policies/acl/app'],
      ['GET', 'sys/mounts'],
      ['LIST', 'sys/leases/lookup/database/creds/db-app'],
    ])('may not %s %s', async (method, path) => {
      // Their policies are the same, and this one has no limit of uses.
      expect((await flow.api(await flow.appToken(), path, method)).status).toBe(403);
    });
  });

  describe('who hands over', () => {
    it.each([
      ['unwrapped', appSecretIdPath, undefined],
      ['wrapped for an hour', appSecretIdPath, '3600s'],
      ['of another role', `auth/${appRoleMount}/role/db-admin/secret-id`, '300s'],
    ])('gets no secret_id %s', async (_, path, ttl) => {
      const issuer = await flow.tokenOf(appIssuerPolicy);
      const answer =
        ttl === undefined
          ? await flow.api(issuer, path, 'PUT', {})
          : await flow.wrapped(issuer, path, {}, ttl);
      expect(answer.status).toBe(403);
    });
    it('cannot ask for a credential', async () => {
      const issuer = await flow.tokenOf(appIssuerPolicy);
      expect((await flow.api(issuer, 'database/creds/db-app')).status).toBe(403);
    });
  });

  it('that was stolen is ended with the token and the credentials that came of it', async () => {
    const token = await take();
    const { body } = await flow.api(token, 'database/creds/db-app');
    const login = body['data'] as { username: string; password: string };
    await flow.cli.json('app-identity');
    const waiting = text(`${handedOver}/wrapped-secret-id`);
    expect(await flow.cli.json('app-identity', '--end-before')).toMatchObject({ ended: true });
    expect((await lookUp(token)).status).toBe(403);
    expect((await flow.psql(login, 'SELECT 1')).stderr).toContain('password authentication failed');
    expect((await loginWith(secretIdIn(await unwrap(waiting)))).status).toBe(400);
    const { token: next } = await lookUp(await take());
    expect(next).toMatchObject({ policies: ['app', 'default'] });
  });

  it('of before, a lasting token, is told by status, works on, and is ended with the rest', async () => {
    const props = { policies: ['app'], period: '720h', display_name: 'app' };
    const { body } = await flow.rootApi('auth/token/create-orphan', 'PUT', props);
    const { client_token: lasting } = body['auth'] as { client_token: string };
    const tokenFile = `${flow.folder}/keys/app-token`;
    writeFileSync(tokenFile, `${lasting}\n`, { mode: 0o600 });
    await flow.cli.json('app-identity');
    const told = await flow.cli.run('status');
    expect([told.exitCode, told.stdout]).toEqual([2, expect.stringMatching(/token +is left of before/)]);
    expect((await lookUp(lasting)).status).toBe(200);
    await flow.cli.json('app-identity', '--end-before');
    expect([(await lookUp(lasting)).status, existsSync(tokenFile)]).toEqual([403, false]);
    expect((await flow.cli.run('status')).exitCode).toBe(0);
  });

  it('is refused from outside of its networks, and the command goes on with its own', async () => {
    const { changed } = await elsewhere.json<{ changed: string[] }>('up');
    expect(changed).toEqual(['applied access', 'ended root']);
    expect((await elsewhere.json<{ changed: string[] }>('up')).changed).toEqual([]);
    await elsewhere.json('app-identity');
    const refused = await elsewhere.run('take-identity', '--out', out);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('Vault does not let the application log in');
    expect(refused.stderr).toContain('application.cidrs');
    await elsewhere.json('verify');
  });

  it('stands in no file but those that are to hold it, and in no output', () => {
    const learnt = text(learntFile)
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; value: string });
    const secretId = learnt.find(({ name }) => name === "'secret_id' of /v1/sys/wrapping/unwrap");
    const token = learnt.find(({ name }) => name === 'a token of app');
    const secrets = { 'the secret_id': secretId?.value ?? '', 'the token': token?.value ?? '' };
    expect(Object.values(secrets)).not.toContain('');
    const waiting = { 'what waits': text(`${handedOver}/wrapped-secret-id`) };
    const printed = [...flow.cli.printed, ...watched.printed, ...elsewhere.printed].join('\n');
    const places = [
      ...filesUnder(flow.folder),
      ...filesUnder(flow.output).filter(({ name }) => !name.includes('/.terraform/')),
      { name: 'what was printed', text: printed },
    ];
    expect(findSecrets(places, secrets)).toEqual([]);
    const found = findSecrets(places, waiting);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('app/wrapped-secret-id');
  });
});
