import { databaseMounts, endLeases, leaseIds, readLeases } from '../../../steps/leases';
import { rejected } from '../support/caught';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const list = (...keys: string[]) => ({ body: { data: { keys } } });
const quiet = () => undefined;

/** Two mounts with leases; the lease `gone` ended since it was listed, `stuck` cannot be ended but by force. */
const leases: Answering = ({ path, body }) => {
  if (path === 'sys/leases/lookup/db/creds?list=true') return list('reader/', 'retired/');
  if (path === 'sys/leases/lookup/db/creds/reader/?list=true') return list('a', 'stuck', 'gone');
  if (path === 'sys/leases/lookup/db/creds/retired/?list=true') return list('b');
  if (path.endsWith('?list=true')) return { status: 404, body: { errors: [] } };
  const id = String(body['lease_id']);
  if (path === 'sys/leases/lookup')
    return id.endsWith('gone')
      ? { status: 400, body: { errors: ['invalid lease'] } }
      : { body: { data: { issue_time: '2026-01-01T00:00:01.5Z', expire_time: '2026-01-01T01:00:01.5Z' } } };
  if (path === 'sys/leases/revoke') return id.endsWith('stuck') ? { status: 400 } : { status: 204 };
  if (path.startsWith('sys/leases/revoke-force/')) return { status: 204 };
  return undefined;
};

describe('leases', () => {
  it('are listed of every role that has some, declared or not', async () => {
    const { vault } = await withVault(leases);
    expect(await leaseIds(vault, ['db'])).toEqual([
      'db/creds/reader/a',
      'db/creds/reader/stuck',
      'db/creds/reader/gone',
      'db/creds/retired/b',
    ]);
  });

  it('are none where there is no mount, and where none was issued', async () => {
    const { vault } = await withVault(leases);
    expect(await leaseIds(vault, [])).toEqual([]);
    expect(await leaseIds(vault, ['elsewhere'])).toEqual([]);
  });

  it('are read with their times, without one that ended meanwhile', async () => {
    const { vault } = await withVault(leases);
    const found = await readLeases(vault, ['db']);
    expect(found.map(({ id }) => id)).toEqual([
      'db/creds/reader/a',
      'db/creds/reader/stuck',
      'db/creds/retired/b',
    ]);
    expect(found[0]).toMatchObject({
      issuedAtMs: Date.UTC(2026, 0, 1, 0, 0, 1, 500),
      endsAtMs: Date.UTC(2026, 0, 1, 1, 0, 1, 500),
    });
  });

  it('are not told to be none where Vault refuses to list them', async () => {
    const { vault } = await withVault(() => ({ status: 403, body: { errors: ['permission denied'] } }));
    expect(await rejected(leaseIds(vault, ['db']))).toHaveProperty('statusCode', 403);
  });
});

describe('ending leases', () => {
  it('counts those that ended and those that could not', async () => {
    const { vault } = await withVault(leases);
    const outcome = await endLeases(vault, ['db'], 'with their users', quiet);
    expect(outcome).toEqual({ ended: 3, left: 1 });
  });

  it('waits for each: Vault drops the user before it answers', async () => {
    const { server, vault } = await withVault(leases);
    await endLeases(vault, ['db'], 'with their users', quiet);
    const revoked = server.seen.filter(({ path }) => path === 'sys/leases/revoke');
    expect(revoked).toHaveLength(4);
    expect(revoked.every(({ body }) => body['sync'] === true)).toBe(true);
  });

  it('by force asks for each by its id', async () => {
    const { server, vault } = await withVault(leases);
    expect(await endLeases(vault, ['db'], 'by force', quiet)).toEqual({ ended: 4, left: 0 });
    expect(server.calls).toContain('PUT sys/leases/revoke-force/db/creds/reader/stuck');
  });

  it('says how far it is', async () => {
    const { vault } = await withVault(leases);
    const said: string[] = [];
    await endLeases(vault, ['db'], 'by force', (detail) => said.push(detail));
    expect(said.at(-1)).toBe('4 of 4 leases ended');
  });

  it('fails where Vault is sealed meanwhile, and does not count that as ended', async () => {
    const { vault } = await withVault((request) =>
      request.path === 'sys/leases/revoke' ? { status: 503 } : leases(request),
    );
    const error = await rejected(endLeases(vault, ['db'], 'with their users', quiet));
    expect(error).toHaveProperty('why', 'it is sealed');
  });
});

describe('database mounts', () => {
  it('are those of that type, without the slash', async () => {
    const { vault } = await withVault(() => ({
      body: { data: { 'db/': { type: 'database' }, 'a/b/': { type: 'database' }, 'kv/': { type: 'kv' } } },
    }));
    expect(await databaseMounts(vault)).toEqual(['db', 'a/b']);
  });
});
