import { join } from 'node:path';
import { ensureAppIdentity, revokeSelf } from '../../../steps/identities';
import { KeyStore } from '../../../steps/key-store';
import { rejected } from '../support/caught';
import { temporaryJournal } from '../support/temporary-journal';
import { temporaryFolder } from '../support/temporary-folder';
import { unreachableAddress, type Answering } from '../support/vault-server';
import { VaultClient } from '../../../steps/vault-client';
import { withVault } from '../support/with-vault';

/** A Vault that makes tokens, and knows one of the application's. */
const tokens: Answering = ({ path, token }) => {
  if (path === 'auth/token/create-orphan') return { body: { auth: { client_token: 's.made' } } };
  if (path !== 'auth/token/lookup-self') return { status: 204 };
  if (token === 's.app') return { body: { data: { policies: ['app', 'default'] } } };
  if (token === 's.other') return { body: { data: { policies: ['default'] } } };
  return { status: 403 };
};

function storeWith(token?: string): KeyStore {
  const store = new KeyStore(join(temporaryFolder(), 'local'));
  if (token !== undefined) store.saveAppToken(token);
  return store;
}

function noRoot(): never {
  throw new Error('Root was asked for');
}

describe("the application's identity", () => {
  it('is made where there is none', async () => {
    const { vault } = await withVault(tokens);
    expect(
      await ensureAppIdentity(() => Promise.resolve(vault), vault, storeWith(), temporaryJournal()),
    ).toBe(true);
  });

  it('is an orphan, of its policy, renewable every 30 days', async () => {
    const { server, vault } = await withVault(tokens);
    await ensureAppIdentity(() => Promise.resolve(vault), vault, storeWith(), temporaryJournal());
    expect(server.seen[0]).toMatchObject({
      path: 'auth/token/create-orphan',
      body: { policies: ['app'], period: '2592000s', display_name: 'app' },
    });
  });

  it('is kept in the key store', async () => {
    const { vault } = await withVault(tokens);
    const store = storeWith();
    await ensureAppIdentity(() => Promise.resolve(vault), vault, store, temporaryJournal());
    expect(store.readAppToken()).toBe('s.made');
  });

  it('is looked at again where a run was killed, since there may be tokens that nobody got', async () => {
    const { server, vault } = await withVault((request) =>
      request.path.startsWith('auth/token/accessors') ? { body: { data: { keys: [] } } } : tokens(request),
    );
    const killed = temporaryJournal({ step: 'make app identity', event: 'begun', facts: {} });
    expect(await ensureAppIdentity(() => Promise.resolve(vault), vault, storeWith('s.app'), killed)).toBe(
      false,
    );
    expect(server.calls).toContain('GET auth/token/accessors?list=true');
    expect(server.calls).not.toContain('PUT auth/token/create-orphan');
  });

  it('is left where it works', async () => {
    const { vault } = await withVault(tokens);
    const store = storeWith('s.app');
    expect([await ensureAppIdentity(noRoot, vault, store, temporaryJournal()), store.readAppToken()]).toEqual(
      [false, 's.app'],
    );
  });

  it('is tried as itself', async () => {
    const { server, vault } = await withVault(tokens, 's.root');
    await ensureAppIdentity(noRoot, vault, storeWith('s.app'), temporaryJournal());
    expect(server.seen.map(({ path, token }) => [path, token])).toEqual([
      ['auth/token/lookup-self', 's.app'],
    ]);
  });

  it.each(['s.expired', 's.other', ''])('is made again where it does not work: %j', async (token) => {
    const { vault } = await withVault(tokens, 's.root');
    const store = storeWith(token);
    await ensureAppIdentity(() => Promise.resolve(vault), vault, store, temporaryJournal());
    expect(store.readAppToken()).toBe('s.made');
  });

  it('is not made again where Vault does not answer', async () => {
    const vault = new VaultClient(await unreachableAddress());
    const error = await rejected(ensureAppIdentity(noRoot, vault, storeWith('s.app'), temporaryJournal()));
    expect(error).toHaveProperty('what', 'Vault did not answer');
  });

  it('is not made again where Vault is sealed', async () => {
    const { vault } = await withVault(() => ({ status: 503 }));
    const error = await rejected(ensureAppIdentity(noRoot, vault, storeWith('s.app'), temporaryJournal()));
    expect(error).toHaveProperty('why', 'it is sealed');
  });
});

describe('revoking oneself', () => {
  it('is done as oneself', async () => {
    const { server, vault } = await withVault(tokens, 's.mine');
    await revokeSelf(vault);
    expect(server.seen.map(({ method, path, token }) => [method, path, token])).toEqual([
      ['PUT', 'auth/token/revoke-self', 's.mine'],
    ]);
  });
});
