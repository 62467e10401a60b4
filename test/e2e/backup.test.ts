import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inProject } from '../../common/project';
import { deployment } from './deployments/e2e-backup';
import { Cli } from './support/cli';
import { filesUnder, findSecrets } from './support/leak-scan';
import { docker } from './support/outside';
import { Flow } from './support/reference-flow';

const file = 'test/e2e/deployments/e2e-backup.ts';
const longest = 240_000;

interface Taken {
  readonly folder: string;
  readonly leases: number;
  readonly opensWithKeyStore: boolean;
  readonly holdsNot: readonly string[];
}

interface Restored {
  readonly changed: readonly string[];
  readonly undo: readonly string[];
}

describe('backup and restore, on the real systems', () => {
  const flow = new Flow({
    file,
    props: deployment,
    firstPassword: `canary-${randomBytes(12).toString('hex')}`,
  });
  const { cli } = flow;
  const elsewhere = mkdtempSync(join(tmpdir(), 'dbvault-backup-'));
  const { vault } = flow.deployment;
  const login = async (credential: { username: string; password: string }) =>
    (await flow.psql(credential, 'SELECT 1')).stdout.trim();
  const leases = async () => {
    const { body } = await flow.rootApi('sys/leases/lookup/database/creds/db-app', 'LIST');
    return (body['data'] as { keys?: string[] } | undefined)?.keys ?? [];
  };
  const vaultUsers = () => flow.superuser("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-%'");
  const killedAfter = async (path: string, ...args: string[]) => {
    const killed = new Cli(file, {
      NODE_OPTIONS: `--import ${inProject('test/e2e/support/kill-after.mjs')}`,
      KILL_AFTER_WRITE: path,
    });
    const result = await killed.run(...args);
    cli.printed.push(...killed.printed);
    expect(result.exitCode).not.toBe(0);
    expect(result.stderr).toContain('Take a backup of now: done');
    expect(result.stderr).not.toContain('Restore the snapshot: done');
  };
  const worksAndIsWhole = async () => {
    expect(await login(await flow.credential())).toBe('1');
    const first = { username: 'vault_admin', password: flow.keptFirstPassword() };
    expect((await flow.psql(first, 'SELECT 1')).stderr).toContain('password authentication failed');
    expect(await vaultUsers()).toBe(String((await leases()).length));
    expect((await cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
  };
  let taken: Taken;
  let keysOfThen: string;
  let early: Awaited<ReturnType<Flow['credential']>>;
  let late: typeof early;

  beforeAll(async () => {
    await cli.destroyAll();
    await cli.json('up', '--yes');
    early = await flow.credential();
  }, longest);
  afterAll(async () => {
    await cli.destroyAll();
    rmSync(elsewhere, { recursive: true, force: true });
  }, longest);

  it('a lease whose user is gone is ended like any other', async () => {
    const { username, leaseId } = await flow.credential();
    await flow.superuser(`DROP ROLE "${username}"`);
    const { status } = await flow.api(await flow.appToken(), 'sys/leases/revoke', 'PUT', {
      lease_id: leaseId,
      sync: true,
    });
    expect(status).toBe(204);
    expect(await leases()).toEqual([early.leaseId.split('/').at(-1)]);
  });

  describe('backup', () => {
    it('writes a whole snapshot that the key store opens, and says what it does not hold', async () => {
      const ended = await flow.credential();
      taken = await cli.json<Taken>('backup', '--out', join(elsewhere, 'taken'));
      await flow.api(await flow.appToken(), 'sys/leases/revoke', 'PUT', { lease_id: ended.leaseId });
      late = await flow.credential();
      expect(taken).toMatchObject({ leases: 2, opensWithKeyStore: true });
      expect(taken.holdsNot.join()).toContain('without 3 of the 5 nobody opens the snapshot');
      expect(readdirSync(taken.folder).sort()).toEqual([
        'access.tfstate',
        'containers.tfstate',
        'database-my-postgres-database.tfstate',
        'deployment.json',
        'images.json',
        'manifest.json',
        'vault.raft-snapshot',
      ]);
    });
    it('is for its owner alone', () => {
      const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
      expect(mode(taken.folder)).toBe('700');
      const files = readdirSync(taken.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      expect(files.length).toBeGreaterThan(3);
      for (const { parentPath, name } of files)
        expect([name, mode(join(parentPath, name))]).toEqual([name, '600']);
    });
    it('holds no secret in clear', () => {
      const snapshot = gunzipSync(readFileSync(join(taken.folder, 'vault.raft-snapshot'))).toString('latin1');
      const places = [...filesUnder(taken.folder), { name: 'the snapshot, unpacked', text: snapshot }];
      const secrets = {
        ...flow.logins(),
        'the first password': flow.keptFirstPassword(),
        'a password': early.password,
        ...Object.fromEntries(flow.keys().shares.map((share, index) => [`share ${index}`, share])),
      };
      expect(snapshot).toContain('SHA256SUMS.sealed');
      expect(findSecrets(places, secrets)).toEqual([]);
    });
    it('writes over nothing', async () => {
      const again = await cli.run('backup', '--out', taken.folder);
      expect(again.exitCode).toBe(3);
      expect(again.stderr).toContain('There is something in this folder already');
    });
    it('goes beside the others where no place is given, and leaves nothing unfinished', async () => {
      const { folder } = await cli.json<Taken>('backup');
      expect(readdirSync(join(flow.folder, 'backups'))).toEqual([folder.split('/').at(-1)]);
    });
    it('is refused where the storage has no snapshots', async () => {
      const refused = await new Cli('deployments/seed.ts').run('backup');
      expect(refused.exitCode).toBe(3);
      expect(refused.stderr).toContain("vault.storage is 'file', and only 'raft' has them");
    });
  });

  describe('restore that changes nothing', () => {
    afterEach(async () => expect(await login(late)).toBe('1'));

    it('a damaged snapshot', async () => {
      const damaged = join(elsewhere, 'damaged');
      cpSync(taken.folder, damaged, { recursive: true });
      const snapshot = readFileSync(join(damaged, 'vault.raft-snapshot'));
      writeFileSync(join(damaged, 'vault.raft-snapshot'), snapshot.subarray(0, -100));
      const refused = await cli.run('restore', damaged, '--yes');
      expect(refused.exitCode).toBe(3);
      expect(refused.stderr).toContain('The backup is damaged');
    });
    it('a dry run', async () => {
      const before = readFileSync(join(flow.folder, 'journal.jsonl'), 'utf8');
      const { does, lost } = await cli.json<{ does: string[]; lost: string[] }>(
        'restore',
        taken.folder,
        '--dry-run',
      );
      expect(does.join()).toContain('take a backup of Vault as it is now');
      expect(lost.join()).toContain('credentials that were issued since');
      expect(readFileSync(join(flow.folder, 'journal.jsonl'), 'utf8')).toBe(before);
    });
    it('no word for it', async () => {
      const refused = await cli.run('restore', taken.folder);
      expect(refused.exitCode).toBe(3);
      expect(refused.stderr).toContain('it needs your word');
    });
  });

  describe('restore', () => {
    it(
      'puts Vault back, with a password, leases and users that are in step with PostgreSQL',
      async () => {
        await cli.json('rotate-root');
        const { changed, undo } = await cli.json<Restored>('restore', taken.folder, '--yes');
        expect(changed).toContain('gave Vault a password of vault_admin that works');
        expect(changed).toContain('ended 1 lease whose user was gone');
        expect(changed).toContain('dropped 1 user that no lease knows');
        expect(undo).toHaveLength(1);
        expect((await flow.psql(late, 'SELECT 1')).stderr).toContain('password authentication failed');
        expect(await login(early)).toBe('1');
        expect(await leases()).toEqual([early.leaseId.split('/').at(-1)]);
        await worksAndIsWhole();
      },
      longest,
    );
    it(
      'ends well when it is run again after it was killed once the snapshot was sent',
      async () => {
        await cli.json('rotate-root');
        await killedAfter('/v1/sys/storage/raft/snapshot', 'restore', taken.folder, '--yes');
        const { undo } = await cli.json<Restored>('restore', taken.folder, '--yes');
        expect(undo).toHaveLength(2);
        expect(await login(early)).toBe('1');
        await worksAndIsWhole();
      },
      longest,
    );
    it(
      'logins that are younger than the backup: makes others',
      async () => {
        const before = flow.logins();
        rmSync(join(flow.folder, 'keys/plan-login.json'));
        await cli.json('app-identity');
        const { changed } = await cli.json<Restored>('restore', taken.folder, '--yes');
        expect(changed).toContain('made the logins of plan');
        expect(flow.logins()['the secret id of plan']).not.toBe(before['the secret id of plan']);
        await worksAndIsWhole();
      },
      longest,
    );
  });

  describe('restore onto another Vault', () => {
    it(
      'is refused without the keys that open the backup',
      async () => {
        keysOfThen = join(elsewhere, 'keys-of-then');
        await docker('rm', '--force', vault.containerName);
        await docker('volume', 'rm', `${vault.containerName}-file`);
        renameSync(join(flow.folder, 'keys'), keysOfThen);
        rmSync(join(flow.folder, 'keys-archive'), { recursive: true, force: true });
        const { changed } = await cli.json<{ changed: string[] }>('up');
        expect(changed).toContain('initialized Vault with 5 key shares');
        const refused = await cli.run('restore', taken.folder, '--yes');
        expect(refused.exitCode).toBe(3);
        expect(refused.stderr).toContain('Here are no key shares that open this backup');
        await worksAndIsWhole();
      },
      longest,
    );
    it(
      'ends well with them, also when it was killed once the snapshot was sent',
      async () => {
        const keysOfNow = flow.keys();
        const keys = ['--keys', join(keysOfThen, 'vault-keys.json')];
        await killedAfter('/v1/sys/storage/raft/snapshot-force', 'restore', taken.folder, '--yes', ...keys);
        const { changed } = await cli.json<Restored>('restore', taken.folder, '--yes', ...keys);
        expect(changed.join()).toContain('moved the keys of now to');
        const archived = filesUnder(join(flow.folder, 'keys-archive')).map(({ text }) => text);
        expect(archived.join()).toContain(keysOfNow.shares[0]);
        expect(flow.keys().shares).toEqual(
          (JSON.parse(readFileSync(join(keysOfThen, 'vault-keys.json'), 'utf8')) as typeof keysOfNow).shares,
        );
        await worksAndIsWhole();
      },
      longest,
    );
    it(
      'finds the keys that were set aside, to take the restore itself back',
      async () => {
        const before = readdirSync(join(flow.folder, 'backups')).filter((name) => name.endsWith('restore'));
        const first = join(flow.folder, 'backups', before.sort().at(-2) ?? '');
        const { changed } = await cli.json<Restored>('restore', first, '--yes');
        expect(changed.join()).toContain('took the keys of');
        await worksAndIsWhole();
      },
      longest,
    );
  });

  it('printed no secret', () => {
    const aside = filesUnder(join(flow.folder, 'keys-archive'));
    const all = [...filesUnder(join(flow.folder, 'keys')), ...aside, ...filesUnder(keysOfThen)];
    const secrets = all.flatMap(({ name, text }) => {
      if (name.endsWith('app-token')) return [text.trim()];
      if (!name.endsWith('.json')) return [];
      const { roleId, ...secret } = JSON.parse(text) as Record<string, unknown>;
      // Whoever has a role_id can do nothing with it, and Terraform's state has each.
      return typeof roleId === 'string' ? Object.values(secret) : Object.values(secret).flat();
    });
    const named = Object.fromEntries(
      secrets.filter((secret) => typeof secret === 'string').map((secret, index) => [String(index), secret]),
    );
    expect(Object.keys(named).length).toBeGreaterThan(15);
    const journal = readFileSync(join(flow.folder, 'journal.jsonl'), 'utf8');
    const places = [
      { name: 'output', text: cli.printed.join('\n') },
      { name: 'journal', text: journal },
      ...filesUnder(join(flow.folder, 'backups')),
    ];
    expect(findSecrets(places, named)).toEqual([]);
  });
});
