import { revokeStaleLeases } from '../../../steps/stale-leases';
import { rejected } from '../support/caught';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const prefix = 'database/creds/db-app/';
const gone = {
  status: 400,
  body: { errors: ['failed to renew entry: ERROR: role "v-x" does not exist (SQLSTATE 42704)'] },
};

/** A Vault with leases: of users that are there, that are gone, or whose time is over. */
function leases(
  kinds: Record<string, 'there' | 'gone' | 'over'>,
  revocation = 204,
  isForced = true,
): Answering {
  const left = { ...kinds };
  const kindOf = (id: unknown) => left[String(id).slice(prefix.length)];
  const end = (id: string) => {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- what is left is the point
    delete left[id.slice(prefix.length)];
    return { status: 204 };
  };
  return ({ path, body }) => {
    if (path === 'sys/mounts') return { body: { data: { 'database/': { type: 'database' } } } };
    if (path === 'sys/leases/lookup/database/creds?list=true')
      return { body: { data: { keys: ['db-app/'] } } };
    if (path === `sys/leases/lookup/${prefix}?list=true`)
      return { body: { data: { keys: Object.keys(left) } } };
    const id = String(body['lease_id']);
    if (path === 'sys/leases/lookup') {
      const inMs = kindOf(id) === 'over' ? -60_000 : 60_000;
      const time = new Date(Date.now() + inMs).toISOString();
      return { body: { data: { issue_time: time, expire_time: time } } };
    }
    if (path === 'sys/leases/renew') return kindOf(id) === 'gone' ? gone : { body: {} };
    if (path === 'sys/leases/revoke') return revocation === 204 ? end(id) : { status: revocation };
    if (path.startsWith('sys/leases/revoke-force/'))
      return isForced ? end(path.slice('sys/leases/revoke-force/'.length)) : { status: 204 };
    return undefined;
  };
}

describe('ending stale leases', () => {
  it('ends those whose user is gone or whose time is over, and no other', async () => {
    const { server, vault } = await withVault(leases({ a: 'there', b: 'gone', c: 'over' }));
    expect(await revokeStaleLeases(vault)).toBe(2);
    const ended = server.seen.filter(({ path }) => path === 'sys/leases/revoke');
    expect(ended.map(({ body }) => body)).toEqual([
      { lease_id: `${prefix}b`, sync: true },
      { lease_id: `${prefix}c`, sync: true },
    ]);
  });

  it('gives no lease more time than it has', async () => {
    const { server, vault } = await withVault(leases({ a: 'there' }));
    await revokeStaleLeases(vault);
    const renewed = server.seen.filter(({ path }) => path === 'sys/leases/renew');
    expect(renewed.map(({ body }) => body['increment'])).toEqual([60]);
  });

  it('ends by force what Vault cannot end otherwise', async () => {
    const { server, vault } = await withVault(leases({ b: 'gone' }, 400));
    expect(await revokeStaleLeases(vault)).toBe(1);
    expect(server.calls).toContain(`PUT sys/leases/revoke-force/${prefix}b`);
  });

  it('fails where one is left', async () => {
    const { vault } = await withVault(leases({ b: 'gone' }, 400, false));
    expect(await rejected(revokeStaleLeases(vault))).toMatchObject({ what: 'Vault did not end 1 leases' });
  });
});
