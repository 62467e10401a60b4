import { run } from '../../common/run';
import { deployment } from './deployments/e2e-harden';
import { deployment as withFiles } from './deployments/e2e-harden-file';
import { docker, inspect } from './support/outside';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
const hardened = 'test/e2e/deployments/e2e-harden.ts';
const firstPassword = 'first-password-of-e2e-harden';

interface Login {
  readonly username: string;
  readonly password: string;
  readonly leaseId: string;
}

describe('the deployment local, from the outside', () => {
  const flow = new Flow({ file: hardened, props: deployment, firstPassword });
  const { vault, postgres } = flow.deployment;
  const containers = [vault.containerName, postgres.containerName] as const;
  const revoke = async (login: Login) =>
    flow.api(await flow.appToken(), 'sys/leases/revoke', 'PUT', { lease_id: login.leaseId, sync: true });
  const oneLine = (sql: string) => flow.superuser(sql).then((answer) => answer.split('\n').at(-1));

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    await flow.superuser("ALTER SYSTEM SET log_statement = 'all'");
    await flow.superuser('SELECT pg_reload_conf()');
  }, 5 * minuteMs);
  afterAll(() => flow.cli.destroyAll(), 2 * minuteMs);

  describe('the containers', () => {
    it.each([
      [vault.containerName, 'vault'],
      [postgres.containerName, 'postgres'],
    ])("%s's server runs as %s, and may lock memory at most", async (container, user) => {
      // The entrypoint becomes that user, for good: none of its rights is left to the server.
      const { uid, status } = await firstProcess(container);
      expect(await docker('exec', container, 'id', '-u', user)).toBe(uid);
      const rights = user === 'vault' ? '0{12}4000' : '0+';
      expect(status).toMatch(new RegExp(`^CapEff:\\t${rights}$`, 'm'));
      expect(status).toMatch(new RegExp(`^CapPrm:\\t${rights}$`, 'm'));
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    });
    it.each(containers)('%s dumps no core', async (container) => {
      const limits = await docker('exec', container, 'cat', '/proc/1/limits');
      expect(limits).toMatch(/^Max core file size +0 +0 /m);
    });
    it.each(containers)('%s has a bounded share of memory and logs', async (container) => {
      expect(await inspect(container, '{{.HostConfig.Memory}}')).toBe(String(1024 ** 3));
      expect(await inspect(container, '{{json .HostConfig.LogConfig.Config}}')).toBe(
        '{"max-file":"5","max-size":"10m","mode":"non-blocking"}',
      );
    });
    it('Vault is never swapped out', async () => {
      const swap = await run('docker', ['exec', vault.containerName, 'grep', '^VmSwap', '/proc/1/status']);
      expect(swap.stdout).toMatch(/^VmSwap:\s+0 kB/);
      expect(await inspect(vault.containerName, '{{.HostConfig.MemorySwap}}')).toBe(String(1024 ** 3));
    });
  });

  describe('the network', () => {
    it('has Vault on loopback alone', async () => {
      const { stdout } = await run('ss', ['-Hltn', `sport = :${vault.port}`]);
      const addresses = stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/)[3]);
      expect(addresses).toEqual([`127.0.0.1:${vault.port}`]);
      expect(await docker('port', vault.containerName)).toBe(`8200/tcp -> 127.0.0.1:${vault.port}`);
    });
    it('does not publish PostgreSQL', async () => {
      expect(await docker('port', postgres.containerName)).toBe('');
      expect(await inspect(postgres.containerName, '{{len .HostConfig.PortBindings}}')).toBe('0');
    });
  });

  describe('an issued user', () => {
    let login: Login;
    beforeAll(async () => {
      await flow.superuser('CREATE TABLE orders AS SELECT 1 AS id');
      await flow.superuser('CREATE DATABASE before_revoke');
      login = await flow.credential();
    });
    it('reads', async () => {
      expect((await flow.psql(login, 'SELECT id FROM orders')).stdout.trim()).toBe('1');
    });
    it.each([
      'INSERT INTO orders VALUES (2)',
      'CREATE TABLE mine (id int)',
      'CREATE TEMP TABLE mine (id int)',
      'CREATE SCHEMA mine',
      'CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS $$SELECT 1$$',
      'ALTER TABLE orders ADD COLUMN more int',
      'SET ROLE vault_admin',
      'SET ROLE postgres',
      'SET ROLE pg_read_server_files',
      'SET ROLE app_readonly; INSERT INTO orders VALUES (2)',
      'SET ROLE app_readonly; CREATE TABLE mine (id int)',
      'SET ROLE app_readonly; GRANT SELECT ON orders TO vault_admin WITH GRANT OPTION; INSERT INTO orders VALUES (2)',
      'ALTER ROLE CURRENT_USER CREATEROLE',
      'ALTER ROLE CURRENT_USER CONNECTION LIMIT 1000',
      'GRANT app_readonly TO vault_admin',
      'SELECT * FROM pg_authid',
      "SELECT pg_read_file('PG_VERSION')",
      "SELECT pg_ls_dir('.')",
      "COPY orders TO PROGRAM 'cat'",
      "COPY orders TO '/tmp/orders'",
      "COPY orders FROM '/etc/passwd'",
      'SELECT lo_create(0)',
      'SELECT lo_creat(-1)',
      "SELECT lo_from_bytea(0, 'data')",
      "SELECT lo_import('/etc/passwd')",
      'CREATE EXTENSION pgcrypto',
      "ALTER SYSTEM SET log_statement = 'none'",
      "SET log_statement = 'none'",
      'SET ROLE pg_signal_backend',
      'CREATE DATABASE mine',
    ])('is refused: %s', async (sql) => {
      const result = await flow.psql(login, sql);
      expect(result.stderr).toMatch(/permission denied|must be|must have/);
      expect(result.exitCode).not.toBe(0);
    });
    it('cannot connect to another database', async () => {
      const { stderr } = await flow.psqlIn('template1', login, 'SELECT 1');
      expect(stderr).toContain('permission denied for database "template1"');
    });
    it('holds at most twenty sessions', async () => {
      const limit = `SELECT rolconnlimit FROM pg_roles WHERE rolname = '${login.username}'`;
      expect(await flow.superuser(limit)).toBe('20');
    });
    it('loses its open session with its lease', async () => {
      const open = flow.psql(login, 'SELECT pg_sleep(60)');
      const sessions = `SELECT count(*) FROM pg_stat_activity WHERE usename = '${login.username}'`;
      while ((await flow.superuser(sessions)) === '0');
      expect((await revoke(login)).status).toBe(204);
      expect(await flow.superuser(sessions)).toBe('0');
      expect((await open).stderr).toContain('terminating connection due to administrator command');
    });
  });

  describe('tables to come', () => {
    let login: Login;
    beforeAll(async () => {
      await flow.superuser('CREATE ROLE shop NOLOGIN');
      await flow.superuser('GRANT CREATE ON SCHEMA public TO shop');
      await flow.superuser('SET ROLE shop; CREATE TABLE shop_before AS SELECT 1 AS id');
      login = await flow.credential();
    });
    it("are not read where another role owns them, which PostgreSQL's default privileges do not reach", async () => {
      expect((await flow.psql(login, 'SELECT id FROM shop_before')).stderr).toContain('permission denied');
    });
    it('are read once sql/readable-owner.sql is run for that role, those that are there too', async () => {
      const script = `docker exec -i -u postgres ${postgres.containerName} psql -X -U postgres --set=owner=shop < sql/readable-owner.sql`;
      expect((await run('sh', ['-c', script])).exitCode).toBe(0);
      await flow.superuser('SET ROLE shop; CREATE TABLE shop_after AS SELECT 2 AS id');
      expect((await flow.psql(login, 'SELECT id FROM shop_before')).stdout.trim()).toBe('1');
      expect((await flow.psql(login, 'SELECT id FROM shop_after')).stdout.trim()).toBe('2');
      expect((await flow.psql(login, 'INSERT INTO shop_after VALUES (3)')).stderr).toContain('denied');
    });
  });

  describe('revocation', () => {
    const isThere = ({ username }: Login) =>
      flow.superuser(`SELECT rolcanlogin, rolpassword IS NULL FROM pg_authid WHERE rolname = '${username}'`);
    const isRefused = async (login: Login) =>
      expect((await flow.psql(login, 'SELECT 1')).stderr).toMatch(
        /authentication failed|not permitted to log in/,
      );

    it('drops a user that made itself default privileges, which keep a role from being dropped', async () => {
      const login = await flow.credential();
      const result = await flow.psql(login, 'ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC');
      expect(result.exitCode).toBe(0);
      expect((await revoke(login)).status).toBe(204);
      expect(await isThere(login)).toBe('');
    });
    it("drops a user that owns a table, and keeps the table as nobody's", async () => {
      const login = await flow.credential();
      await flow.superuser(`ALTER TABLE orders OWNER TO "${login.username}"`);
      expect((await revoke(login)).status).toBe(204);
      expect(await isThere(login)).toBe('');
      expect(await flow.superuser("SELECT relowner::regrole FROM pg_class WHERE relname = 'orders'")).toBe(
        'app_left_behind',
      );
      expect(await flow.superuser('SELECT id FROM orders')).toBe('1');
    });
    it("locks out a user whose grants are another owner's to take back", async () => {
      const login = await flow.credential();
      await flow.superuser('CREATE TABLE invoices AS SELECT 1 AS id');
      await flow.superuser(`GRANT INSERT ON invoices TO "${login.username}"`);
      expect((await revoke(login)).status).toBe(204);
      expect(await isThere(login)).toBe('f|t');
      await isRefused(login);
      expect(
        await flow.superuser(
          `SELECT count(*) FROM pg_auth_members WHERE roleid = '"${login.username}"'::regrole AND member = 'vault_admin'::regrole`,
        ),
      ).toBe('0');
    });
    it('locks out a user that owns something in another database', async () => {
      const login = await flow.credential();
      const own = `CREATE SCHEMA theirs AUTHORIZATION "${login.username}"`;
      await docker(
        'exec',
        '-u',
        'postgres',
        postgres.containerName,
        'psql',
        '-X',
        '-U',
        'postgres',
        '-d',
        'before_revoke',
        '-c',
        own,
      );
      expect((await revoke(login)).status).toBe(204);
      expect(await isThere(login)).toBe('f|t');
      await isRefused(login);
    });
    it('is done where the user is gone already', async () => {
      const login = await flow.credential();
      await flow.superuser(`DROP ROLE "${login.username}"`);
      expect((await revoke(login)).status).toBe(204);
    });
    it('leaves nothing that runs with the rights of Vault', async () => {
      expect(
        await oneLine(
          "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'vault_admin'::regrole AND deptype = 'o'",
        ),
      ).toBe('0');
    });
  });

  describe('passwords', () => {
    it('are SCRAM, each of them, and every login is', async () => {
      await flow.credential();
      const others =
        "SELECT count(*) FROM pg_authid WHERE rolpassword IS NOT NULL AND rolpassword NOT LIKE 'SCRAM-SHA-256$%'";
      expect(await flow.superuser(others)).toBe('0');
      const rules =
        "SELECT DISTINCT auth_method FROM pg_hba_file_rules WHERE type LIKE 'host%' AND (address IS NULL OR address NOT IN ('127.0.0.1', '::1'))";
      expect(await flow.superuser(rules)).toBe('scram-sha-256');
    });
    it("do not reach PostgreSQL's log, though it logs every statement", async () => {
      await flow.cli.json('rotate-root');
      const login = await flow.credential();
      await revoke(login);
      const { stdout, stderr } = await run('docker', ['logs', postgres.containerName]);
      const log = `${stdout}\n${stderr}`;
      expect(log).toContain(`CREATE ROLE "${login.username}" WITH LOGIN PASSWORD 'SCRAM-SHA-256$`);
      expect(log).toMatch(/ALTER ROLE "?vault_admin"? WITH PASSWORD 'SCRAM-SHA-256\$/i);
      expect(log).not.toContain(login.password);
      expect(log).not.toContain(firstPassword);
      expect(log.match(/PASSWORD '(?!SCRAM-SHA-256\$|\{\{)[^']*'/gi) ?? []).toEqual([]);
    });
  });

  describe('the audit devices', () => {
    const auditLog = () => docker('exec', vault.containerName, 'cat', '/vault/logs/audit.log');
    interface Part {
      part: string;
      ok: boolean;
      state: string;
    }
    const auditParts = async () => {
      const { stdout, exitCode } = await flow.cli.run('status', '--json');
      const { parts } = JSON.parse(stdout) as { parts: Part[] };
      return { exitCode, parts: parts.filter(({ part }) => part.startsWith('Audit log')) };
    };

    it('are two, and both write', async () => {
      const devices = (await flow.asRoot('sys/audit')) as Record<string, { options: object }>;
      expect(Object.keys(devices).sort()).toEqual(['container-log/', 'file/']);
      expect(devices['file/']?.options).toEqual({ file_path: '/vault/logs/audit.log', log_raw: 'false' });
      const { parts } = await auditParts();
      expect(parts.map(({ ok, state }) => [ok, state.split(',')[0]])).toEqual([
        [true, 'writes'],
        [true, 'writes'],
      ]);
    });
    it('write no secret: not the tokens, not a password', async () => {
      const login = await flow.credential();
      const texts = [await auditLog(), await flow.containerLogs()];
      for (const text of texts) {
        expect(text).toContain('database/creds/db-app');
        for (const secret of [login.password, await flow.appToken(), ...Object.values(flow.logins())])
          expect(text).not.toContain(secret);
      }
    });
    it('wrote down the first policy, which came after them', async () => {
      expect(await auditLog()).toContain('"path":"sys/policies/acl/app"');
    });
    it('begin a new file when asked, and keep the one before', async () => {
      const { kept } = await flow.cli.json<{ kept: string }>('rotate-audit-log');
      expect(await docker('exec', vault.containerName, 'cat', kept)).toContain('database/creds/db-app');
      await flow.credential();
      expect(await auditLog()).toContain('database/creds/db-app');
      expect(await auditLog()).not.toContain('sys/policies/acl/app');
    });
    it('that cannot write is seen while the other one still does, and Vault serves', async () => {
      const block = 'mv /vault/logs/audit.log /vault/logs/aside && mkdir /vault/logs/audit.log';
      await docker('exec', vault.containerName, 'sh', '-c', block);
      await docker('kill', '--signal', 'HUP', vault.containerName);
      const blocked = await auditParts();
      expect(blocked.exitCode).toBe(2);
      expect(blocked.parts.map(({ ok }) => ok)).toEqual([false, true]);
      await flow.credential();
      await docker('exec', vault.containerName, 'rmdir', '/vault/logs/audit.log');
      expect((await auditParts()).parts.map(({ ok }) => ok)).toEqual([true, true]);
    });
    it('that were disabled are seen, and up enables them again', async () => {
      await flow.rootApi('sys/audit/file', 'DELETE');
      expect((await auditParts()).parts.map(({ ok }) => ok)).toEqual([false, true]);
      const { changed } = await flow.cli.json<{ changed: string[] }>('up');
      expect(changed).toContain('applied access');
      expect((await auditParts()).parts.map(({ ok }) => ok)).toEqual([true, true]);
    });
    it("that Terraform's state does not know are taken up", async () => {
      await run('rm', [`${flow.folder}/state/access.tfstate`]);
      const { changed } = await flow.cli.json<{ changed: string[] }>('up');
      expect(changed).toEqual(['applied access', 'ended root']);
      expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
    });
  });

  it('up drops whom revocation could only lock out', async () => {
    const locked = "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-%' AND NOT rolcanlogin";
    expect(await flow.superuser(locked)).toBe('0');
  });

  it('containers as they were before this are replaced, on their volumes, and then nothing changes', async () => {
    const { shares } = flow.keys();
    await docker('rm', '--force', ...containers);
    const { changed } = await flow.cli.json<{ changed: string[] }>('up');
    expect(changed).toEqual(['applied containers', 'unsealed Vault']);
    expect(flow.keys().shares).toEqual(shares);
    expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
  });
});

describe('a Vault that locks its memory, as the deployment seed has it', () => {
  const file = 'test/e2e/deployments/e2e-harden-file.ts';
  const flow = new Flow({ file, props: withFiles, firstPassword });
  const { vault } = flow.deployment;

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
  }, 5 * minuteMs);
  afterAll(() => flow.cli.destroyAll(), 2 * minuteMs);

  it('has locked it, as its own user, with that one capability', async () => {
    const status = await docker('exec', vault.containerName, 'cat', '/proc/1/status');
    expect(status).toMatch(/^Uid:\t100\t100\t100\t100$/m);
    expect(status).toMatch(/^CapEff:\t0{12}4000$/m);
    expect(status).toMatch(/^VmLck:\s+[1-9]\d* kB$/m);
  });
  it('drops a user that owns a table where Vault logs in as the superuser', async () => {
    const login = await flow.cli.json<Login>('creds', 'db-app');
    await flow.superuser('CREATE TABLE orders AS SELECT 1 AS id');
    await flow.superuser(`ALTER TABLE orders OWNER TO "${login.username}"`);
    await flow.superuser(`GRANT USAGE ON SCHEMA public TO "${login.username}"`);
    const answer = await flow.api(await flow.appToken(), 'sys/leases/revoke', 'PUT', {
      lease_id: login.leaseId,
      sync: true,
    });
    expect(answer.status).toBe(204);
    expect(await flow.superuser(`SELECT count(*) FROM pg_roles WHERE rolname = '${login.username}'`)).toBe(
      '0',
    );
  });
});

async function firstProcess(container: string): Promise<{ uid: string; status: string }> {
  const status = await docker('exec', container, 'cat', '/proc/1/status');
  return { uid: /^Uid:\t(\d+)/m.exec(status)?.[1] ?? '', status };
}
