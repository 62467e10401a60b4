import { stopIssuing } from '../../../steps/stop-issuing';
import { rejected } from '../support/caught';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

/** A mount with two connections. */
function connections(allowedAfterwards: string[]): Answering {
  return ({ method, path }) => {
    if (path === 'db/config?list=true') return { body: { data: { keys: ['one', 'two'] } } };
    if (path.endsWith('?list=true')) return { status: 404 };
    if (method === 'PUT') return { status: 204 };
    return { body: { data: { allowed_roles: allowedAfterwards } } };
  };
}

describe('to stop issuing', () => {
  it('allows no role to use any connection of the mount, without a login', async () => {
    const { server, vault } = await withVault(connections([]));
    await stopIssuing(vault, 'db');
    const written = server.seen.filter(({ method }) => method === 'PUT');
    expect(written.map(({ path, body }) => [path, body])).toEqual([
      ['db/config/one', { allowed_roles: [], verify_connection: false }],
      ['db/config/two', { allowed_roles: [], verify_connection: false }],
    ]);
  });

  it('has nothing to do where there is no mount or no connection', async () => {
    const { server, vault } = await withVault(connections([]));
    await stopIssuing(vault, 'elsewhere');
    expect(server.calls).toEqual(['GET elsewhere/config?list=true']);
  });

  it('fails where Vault still allows a role afterwards', async () => {
    const { vault } = await withVault(connections(['reader']));
    expect(await rejected(stopIssuing(vault, 'db'))).toMatchObject({
      what: 'Vault still lets roles be used',
      where: 'db/config/one',
    });
  });
});
