import { statSync } from 'node:fs';
import { withRoot } from './as-root';
import { Flow, type FlowProps } from './reference-flow';
import { findSecrets, filesUnder } from './leak-scan';
import { docker, inspect } from './outside';
import { databaseStack, stackNames } from '../../../constructs/names';

const minuteMs = 60_000;
const privileges = [
  'INSERT INTO later VALUES (2)',
  'UPDATE later SET id = 2',
  'DELETE FROM later',
  'TRUNCATE later',
];
const creations = ['CREATE TABLE mine (id int)', 'CREATE TEMP TABLE mine (id int)', 'CREATE ROLE mine'];
interface Token {
  readonly display_name: string;
  readonly ttl: number;
  readonly period?: number;
}

const drops = ['DROP TABLE later', 'DROP ROLE app_readonly'];

/** The reference flow, step by step, on a deployment that the real command brings up. */
export function describeReferenceFlow(title: string, props: FlowProps, more: (flow: Flow) => void): void {
  describe(title, () => {
    const flow = new Flow(props);
    const { vault, postgres } = flow.deployment;
    const hasToken = flow.deployment.application === 'token';
    const { name: connection, username: admin } = flow.connection;

    beforeAll(async () => {
      await flow.cli.destroyAll();
      const up = await flow.cli.run('up', '--yes', '--json');
      if (up.exitCode !== 0) throw new Error(`up failed:\n${up.stderr}`);
    }, 15 * minuteMs);
    afterAll(async () => {
      await flow.cli.destroyAll();
    }, 2 * minuteMs);

    describe('containers', () => {
      it.each([vault.containerName, postgres.containerName])(
        '%s runs on the deployment network',
        async (name) => {
          expect(await inspect(name, '{{.State.Status}}')).toBe('running');
          expect(
            await inspect(name, '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}'),
          ).toBe(flow.network);
        },
      );
      it('reach each other by name', async () => {
        await docker('exec', vault.containerName, 'getent', 'hosts', 'postgres');
        await docker('exec', postgres.containerName, 'getent', 'hosts', 'vault');
      });
      it('publish Vault on loopback alone', async () => {
        expect(await docker('port', vault.containerName)).toBe(`8200/tcp -> 127.0.0.1:${vault.port}`);
      });
      it('give Vault its configuration, IPC_LOCK and a volume for its storage', async () => {
        const config = await docker('exec', vault.containerName, 'cat', '/vault/config/config.hcl');
        expect(config).toContain(`storage "${vault.storage}"`);
        expect(await inspect(vault.containerName, '{{.HostConfig.CapAdd}}')).toContain('IPC_LOCK');
        expect(
          await inspect(vault.containerName, '{{range .Mounts}}{{.Name}}:{{.Destination}} {{end}}'),
        ).toContain(`${vault.containerName}-file:/vault/file`);
      });
    });

    describe('init and unseal', () => {
      it('makes five shares of which three unseal', async () => {
        expect((await flow.api('', 'sys/seal-status')).body).toMatchObject({ sealed: false, n: 5, t: 3 });
        expect(new Set(flow.keys().shares).size).toBe(5);
      });
      it('keeps them for the owner alone', () => {
        expect(flow.mode('keys')).toBe('700');
        expect(flow.mode('keys/vault-keys.json')).toBe('600');
        expect(flow.mode(`keys/${hasToken ? 'app-token' : 'app-operator-login.json'}`)).toBe('600');
        expect(flow.mode('first-password')).toBe('600');
        expect(
          filesUnder(`${flow.folder}/first-passwords`).map(({ name }) => statSync(name).mode & 0o777),
        ).toEqual(flow.connection.isSuperuser ? [] : [0o600]);
      });
    });

    describe('policies and identities', () => {
      it('gives the application its own policy: an orphan, periodic token, or a login', async () => {
        const { body } = await flow.api(await flow.appToken(), 'auth/token/lookup-self');
        expect(body['data']).toMatchObject({
          policies: ['app', 'default'],
          orphan: true,
          ...(hasToken ? { period: 30 * 24 * 3600 } : { path: 'auth/approle/login' }),
        });
      });
      it.each([
        'database/config/my-postgres-database',
        'database/roles/db-app',
        'sys/mounts/database',
        'sys/policies/acl/app',
      ])('does not let the application read %s', async (path) => {
        expect((await flow.api(await flow.appToken(), path)).status).toBe(403);
      });
      it('does not let the application rotate', async () => {
        const path = 'database/rotate-root/my-postgres-database';
        expect((await flow.api(await flow.appToken(), path, 'POST')).status).toBe(403);
      });
      it("leaves no lasting token but the application's, where it has one: neither root's nor db-admin's", async () => {
        const { port } = vault;
        const lasting = await withRoot(port, flow.keys().shares, async (token) => {
          const { body } = await flow.api(token, 'auth/token/accessors', 'LIST');
          const { keys } = body['data'] as { keys: string[] };
          const found = keys.map((accessor) =>
            flow.api(token, 'auth/token/lookup-accessor', 'POST', { accessor }),
          );
          const all = (await Promise.all(found)).map(({ body }) => body['data'] as Token);
          return all.filter(({ ttl, period }) => ttl === 0 || period !== undefined);
        });
        // The one that asks is root's, made for that.
        const names = lasting.map(({ display_name: name }) => name).sort();
        expect(names).toEqual(hasToken ? ['root', 'token-app'] : ['root']);
        expect(flow.keys()).not.toHaveProperty('rootToken');
      });
    });

    describe('database engine', () => {
      it('names the roles that may use the connection', async () => {
        const config = await flow.asRoot('database/config/my-postgres-database');
        expect(config).toMatchObject({
          plugin_name: 'postgresql-database-plugin',
          allowed_roles: ['db-app'],
        });
        expect(config['connection_details']).toMatchObject({
          connection_url: `postgresql://{{username}}:{{password}}@postgres:5432/postgres${
            flow.deployment.tls === 'off' ? '' : '?sslmode=verify-full&sslrootcert=/dbvault/tls/ca.pem'
          }`,
          username: admin,
        });
      });
      it('keeps the role at one hour, at most a day', async () => {
        const role = await flow.asRoot('database/roles/db-app');
        expect(role).toMatchObject({ db_name: 'my-postgres-database', default_ttl: 3600, max_ttl: 86_400 });
      });
    });

    describe('rotate root', () => {
      it('has PostgreSQL refuse the first password from another container', async () => {
        const login = await flow.psql({ username: admin, password: flow.firstPassword }, 'SELECT 1');
        expect(login.exitCode).not.toBe(0);
        expect(login.stderr).toContain('password authentication failed');
      });
      it('can be done again, and credentials still work', async () => {
        await flow.cli.json('rotate-root');
        const login = await flow.psql(await flow.credential(), 'SELECT 1');
        expect(login.stdout.trim()).toBe('1');
      });
    });

    describe('a credential of the application', () => {
      let login: { username: string; password: string };
      let leaseId: string;
      beforeAll(async () => {
        await flow.superuser('CREATE TABLE later AS SELECT 1 AS id');
        const { status, body } = await flow.api(await flow.appToken(), 'database/creds/db-app');
        expect(status).toBe(200);
        login = body['data'] as typeof login;
        leaseId = String(body['lease_id']);
        expect(body['lease_duration']).toBe(3600);
      });
      it('reads a table made after the deployment', async () => {
        expect((await flow.psql(login, 'SELECT id FROM later')).stdout.trim()).toBe('1');
      });
      it.each([...privileges, ...creations, ...drops])('is refused: %s', async (sql) => {
        const result = await flow.psql(login, sql);
        expect(result.exitCode).not.toBe(0);
        expect(result.stderr).toMatch(/permission denied|must be owner/);
      });
      it('is gone when its lease is revoked', async () => {
        const { status } = await flow.api(await flow.appToken(), 'sys/leases/revoke', 'PUT', {
          lease_id: leaseId,
        });
        expect(status).toBe(204);
        const result = await flow.psql(login, 'SELECT 1');
        expect(result.stderr).toContain('password authentication failed');
        expect(
          await flow.superuser(`SELECT count(*) FROM pg_roles WHERE rolname = '${login.username}'`),
        ).toBe('0');
      });
    });

    describe('running it again', () => {
      it('changes nothing and says so', async () => {
        const result = await flow.cli.run('up');
        expect(result.exitCode).toBe(0);
        expect(result.stdout).toContain('Nothing changed');
      });
      it('shows that all is up', async () => {
        expect((await flow.cli.run('status')).exitCode).toBe(0);
      });
      it('proves it again', async () => {
        const { proven } = await flow.cli.json<{ proven: string[] }>('verify');
        expect(proven).toHaveLength(6);
        expect(proven[0]).toBe(`the first password of ${admin} is refused`);
      });
      it.each(stackNames(flow.deployment))('npx cdktf diff %s finds no changes', async (stack) => {
        const result = await flow.shell(
          `npx cdktf diff ${stack} --skip-provider-lock --output ${flow.output}`,
        );
        flow.cli.printed.push(result.stdout, result.stderr);
        expect(`${result.stdout}${result.stderr}`).toContain('no changes are needed');
        expect(result.exitCode).toBe(0);
      });
    });

    describe('a restart of Vault', () => {
      it('seals it, and unseal opens it without initializing it again', async () => {
        const before = flow.keys();
        const { cluster_id: cluster } = (await flow.api('', 'sys/health')).body;
        await docker('restart', vault.containerName);
        // Asked at once, while Vault may not listen yet: unseal waits for it.
        await flow.cli.json('unseal');
        const after = (await flow.api('', 'sys/health')).body;
        expect(after).toMatchObject({ sealed: false, cluster_id: cluster });
        expect(flow.keys()).toEqual(before);
        expect((await flow.psql(await flow.credential(), 'SELECT 1')).stdout.trim()).toBe('1');
      });
    });

    more(flow);

    describe('secrets', () => {
      const secrets = () => ({
        'the first password': flow.keptFirstPassword(),
        ...flow.tlsKeys(),
        ...(hasToken ? { "the application's token": flow.lastingToken() } : {}),
        ...flow.logins(),
        ...Object.fromEntries(flow.keys().shares.map((share, index) => [`key share ${index}`, share])),
      });
      it('stand in no state, plan, synthesized JSON, container configuration, log or output', async () => {
        const containers = [vault.containerName, postgres.containerName];
        const places = [
          ...filesUnder(`${flow.folder}/state`),
          ...filesUnder(flow.output).filter(({ name }) => !name.includes('/.terraform/')),
          { name: 'the plans', text: await flow.plans() },
          { name: 'docker inspect', text: await docker('inspect', ...containers) },
          { name: 'container logs', text: await flow.containerLogs() },
          { name: 'what the commands printed', text: flow.cli.printed.join('\n') },
        ];
        expect(places.length).toBeGreaterThan(8);
        const given = { 'the first password as it was given': flow.firstPassword };
        expect(findSecrets(places, { ...secrets(), ...given })).toEqual([]);
      });
      it('would be found by this search: they stand in the key store', () => {
        const found = findSecrets(filesUnder(flow.folder), secrets());
        expect(found).toHaveLength(Object.keys(secrets()).length);
      });
    });

    describe('destroy', () => {
      it('keeps volumes and keys, so that up goes on with them', async () => {
        const { shares } = flow.keys();
        await flow.cli.json('destroy', '--yes');
        expect(await docker('ps', '--all', '--quiet', '--filter', `network=${flow.network}`)).toBe('');
        expect((await flow.cli.run('status')).exitCode).toBe(2);
        const { changed } = await flow.cli.json<{ changed: string[] }>('up');
        expect(changed).toEqual([
          'applied containers',
          'unsealed Vault',
          'applied access',
          `gave ${admin} a first password in postgres`,
          `applied ${databaseStack(connection)}`,
          `rotated the password of ${admin}`,
          'ended root',
        ]);
        expect(flow.keys().shares).toEqual(shares);
        expect((await flow.psql(await flow.credential(), 'SELECT id FROM later')).stdout.trim()).toBe('1');
      });
      it('asks first', async () => {
        const result = await flow.cli.run('destroy', '--delete-data');
        expect(result.exitCode).toBe(3);
        expect(result.stderr).toContain('npx dbvault destroy --yes --delete-data');
        expect((await flow.cli.run('status')).exitCode).toBe(0);
      });
      it('deletes everything with --delete-data', async () => {
        await flow.cli.json('destroy', '--yes', '--delete-data');
        const label = `label=dbvault.deployment=${flow.deployment.name}`;
        expect(await docker('ps', '--all', '--quiet', '--filter', label)).toBe('');
        expect(await docker('volume', 'ls', '--quiet', '--filter', label)).toBe('');
        expect(await docker('network', 'ls', '--quiet', '--filter', label)).toBe('');
        expect(filesUnder(flow.folder)).toEqual([]);
        expect(filesUnder(flow.output)).toEqual([]);
      });
    });
  });
}
