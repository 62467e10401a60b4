import { join } from 'node:path';
import { endIdentity } from '../../../steps/end-identity';
import { KeyStore } from '../../../steps/key-store';
import { applicationVault, type SecretIds } from '../support/application-vault';
import { temporaryFolder } from '../support/temporary-folder';
import { temporaryJournal } from '../support/temporary-journal';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const meta: Record<string, unknown> = {
  'of-app': { role_name: 'app', hand_over: 'x' },
  'of-operator': { role_name: 'app-operator' },
  'of-root': null,
};

/** Tokens of three roles, and one that ends while they are looked at. */
function withTokens(secretIds: SecretIds, lasting = 204): Answering {
  const others = applicationVault(secretIds);
  return (request) => {
    const accessor = String(request.body['accessor']);
    if (request.path === 'auth/token/accessors?list=true')
      return { body: { data: { keys: [...Object.keys(meta), 'of-ended'] } } };
    if (request.path === 'auth/token/lookup-accessor')
      return accessor in meta
        ? { body: { data: { meta: meta[accessor] } } }
        : { status: 403, body: { errors: ['invalid accessor'] } };
    if (request.path === 'auth/token/revoke-accessor') return { status: 204 };
    if (request.path === 'auth/token/revoke-self') return { status: lasting };
    return others(request);
  };
}

function storeWith(token?: string): KeyStore {
  const store = new KeyStore(join(temporaryFolder(), 'local'));
  if (token !== undefined) store.saveAppToken(token);
  return store;
}

describe('ending what the application was given', () => {
  it('ends all of its secret_ids, and the tokens of its AppRole alone', async () => {
    const secretIds: SecretIds = new Map([
      ['one', 'x'],
      ['other', undefined],
    ]);
    const { server, vault } = await withVault(withTokens(secretIds));
    const ended = await endIdentity(vault, storeWith(), temporaryJournal());
    expect(ended).toEqual({ secretIds: 2, tokens: 1 });
    expect(secretIds.size).toBe(0);
    const revoked = server.seen.filter(({ path }) => path === 'auth/token/revoke-accessor');
    expect(revoked.map(({ body }) => body)).toEqual([{ accessor: 'of-app' }]);
  });

  it('ends them before the tokens, so that nobody logs in again', async () => {
    const { server, vault } = await withVault(withTokens(new Map([['one', 'x']])));
    await endIdentity(vault, storeWith(), temporaryJournal());
    const destroyed = server.calls.findIndex((call) => call.endsWith('secret-id-accessor/destroy'));
    expect(destroyed).toBeLessThan(server.calls.indexOf('GET auth/token/accessors?list=true'));
  });

  it('ends the lasting token, as itself, and forgets it', async () => {
    const { server, vault } = await withVault(withTokens(new Map()));
    const store = storeWith('s.lasting');
    expect(await endIdentity(vault, store, temporaryJournal())).toEqual({ secretIds: 0, tokens: 2 });
    expect(server.seen.at(-1)).toMatchObject({ path: 'auth/token/revoke-self', token: 's.lasting' });
    expect(store.readAppToken()).toBeUndefined();
  });

  it('forgets one that has ended already', async () => {
    const { vault } = await withVault(withTokens(new Map(), 403));
    const store = storeWith('s.lasting');
    expect(await endIdentity(vault, store, temporaryJournal())).toEqual({ secretIds: 0, tokens: 1 });
    expect(store.readAppToken()).toBeUndefined();
  });
});
