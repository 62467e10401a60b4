import { vaultReaders } from '../../../steps/read-vault';
import type { Answer, SeenRequest } from '../support/vault-server';
import { withVault } from '../support/with-vault';

/** Answers by path, lists with `?list=true`; what is not there is answered with 404. */
async function readersOf(answers: Readonly<Record<string, unknown>>) {
  const answering = ({ path, body }: SeenRequest): Answer => {
    const key = path === 'auth/token/lookup-accessor' ? `${path} ${String(body['accessor'])}` : path;
    if (!(key in answers)) return { status: 404, body: { errors: [] } };
    const data = answers[key];
    return typeof data === 'number'
      ? { status: data, body: { errors: ['invalid accessor'] } }
      : { body: { data } };
  };
  const { server, vault } = await withVault(answering);
  return { server, read: vaultReaders(vault, 'database') };
}

const keys = (...names: string[]) => ({ keys: names });

describe('what Vault has', () => {
  it('is each policy with its text, without one that went meanwhile', async () => {
    const { read } = await readersOf({
      'sys/policies/acl?list=true': keys('app', 'gone'),
      'sys/policies/acl/app': { name: 'app', policy: 'path "a" {}' },
    });
    expect(await read.policies()).toEqual([{ name: 'app', hcl: 'path "a" {}' }]);
  });

  it('is nothing where nothing was ever made', async () => {
    const { read } = await readersOf({});
    expect(await read.staticRoles()).toEqual([]);
    expect(await read.groups()).toEqual([]);
    expect(await read.leases()).toEqual([]);
  });

  it('is each AppRole, with how many secret_ids it has', async () => {
    const { read } = await readersOf({
      'auth/approle/role?list=true': keys('plan', 'new'),
      'auth/approle/role/plan': { token_policies: ['plan'] },
      'auth/approle/role/new': { token_policies: null },
      'auth/approle/role/plan/secret-id?list=true': keys('a', 'b'),
    });
    expect(await read.logins()).toEqual([
      { name: 'plan', policies: ['plan'], secretIds: 2 },
      { name: 'new', policies: [], secretIds: 0 },
    ]);
  });

  it('is each entity, with the AppRoles that it is of', async () => {
    const aliases = [{ metadata: { role_name: 'plan' } }, { metadata: null }];
    const { read } = await readersOf({
      'identity/entity/id?list=true': keys('1'),
      'identity/entity/id/1': { name: 'entity_1', policies: ['app'], aliases },
    });
    expect(await read.entities()).toEqual([
      { id: '1', name: 'entity_1', policies: ['app'], logins: ['plan'] },
    ]);
  });

  it('is each connection, what it is connected with among its settings', async () => {
    const { read } = await readersOf({
      'database/config?list=true': keys('main'),
      'database/config/main': {
        plugin_name: 'p',
        connection_details: { connection_url: 'u', username: 'v' },
      },
    });
    expect(await read.connections()).toEqual([
      { name: 'main', settings: { plugin_name: 'p', connection_url: 'u', username: 'v' } },
    ]);
  });

  it('is each token, without one that ended meanwhile', async () => {
    const { read } = await readersOf({
      'auth/token/accessors?list=true': keys('a', 'b', 'gone'),
      'auth/token/lookup-accessor a': {
        display_name: 'approle',
        policies: ['plan'],
        path: 'auth/approle/login',
        meta: { role_name: 'plan' },
        expire_time: '2030-01-01T00:00:00Z',
        ttl: 60,
      },
      'auth/token/lookup-accessor b': {
        display_name: 'root',
        policies: ['root'],
        path: 'auth/token/root',
        meta: null,
        expire_time: null,
        ttl: 0,
      },
      'auth/token/lookup-accessor gone': 403,
    });
    expect(await read.tokens()).toEqual([
      {
        accessor: 'a',
        displayName: 'approle',
        policies: ['plan'],
        path: 'auth/approle/login',
        login: 'plan',
        endsInSeconds: 60,
      },
      {
        accessor: 'b',
        displayName: 'root',
        policies: ['root'],
        path: 'auth/token/root',
        login: undefined,
        endsInSeconds: undefined,
      },
    ]);
  });

  it('is how many leases there are of each role, of every database mount', async () => {
    const { read } = await readersOf({
      'sys/mounts': {
        'database/': { type: 'database' },
        'kv/': { type: 'kv' },
        'a/b/': { type: 'database' },
      },
      'sys/leases/lookup/database/creds?list=true': keys('db-app/'),
      'sys/leases/lookup/database/creds/db-app/?list=true': keys('1', '2'),
      'sys/leases/lookup/a/b/creds?list=true': keys('old/'),
      'sys/leases/lookup/a/b/creds/old/?list=true': keys('3'),
    });
    expect(await read.leases()).toEqual([
      { path: 'database/creds/db-app', count: 2 },
      { path: 'a/b/creds/old', count: 1 },
    ]);
  });

  it('is what it runs with', async () => {
    const { read } = await readersOf({
      'sys/config/state/sanitized': {
        listeners: [
          { type: 'tcp', config: { address: 'a:1' } },
          { type: 'tcp', config: { address: 'b:2', tls_disable: true } },
          { type: 'tcp', config: { address: 'c:3', tls_disable: '1' } },
        ],
        storage: { type: 'raft' },
        raw_storage_endpoint: true,
      },
    });
    expect(await read.server()).toEqual({
      listeners: [
        { address: 'a:1', hasTls: true },
        { address: 'b:2', hasTls: false },
        { address: 'c:3', hasTls: false },
      ],
      storage: 'raft',
      rawStorage: true,
      introspection: false,
    });
  });

  it('changes nothing: it only reads and lists, but for the lookup of an accessor', async () => {
    const { server, read } = await readersOf({
      'auth/token/accessors?list=true': keys('a'),
      'auth/token/lookup-accessor a': { policies: [], expire_time: null },
    });
    for (const part of Object.values(read)) await Promise.resolve(part()).catch(() => undefined);
    const others = server.seen.filter(({ method }) => method !== 'GET').map(({ path }) => path);
    expect(others).toEqual(['auth/token/lookup-accessor']);
  });
});
