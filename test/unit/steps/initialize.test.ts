import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerWasLost, initialize } from '../../../steps/initialize';
import { KeyStore } from '../../../steps/key-store';
import { rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';
import { temporaryJournal } from '../support/temporary-journal';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const volume = 'mark-of-this-volume';
const markVolume = () => Promise.resolve(volume);
const threeOfFive = { keyShares: 5, keyThreshold: 3, markVolume };
const shares = ['a', 'b', 'c', 'd', 'e'];

/** A Vault, initialized or not, that gives shares once it is asked. */
function vaultThatIs(initialized: boolean): Answering {
  return ({ path }) => {
    if (path === 'sys/seal-status') return { body: { initialized, sealed: true } };
    if (path === 'sys/init') return { body: { keys: [], keys_base64: shares, root_token: 's.root' } };
    return undefined;
  };
}

function newStore(): KeyStore {
  return new KeyStore(join(temporaryFolder(), 'local'));
}

function storeWithKeys(): KeyStore {
  const store = newStore();
  store.saveKeys({ shares: ['older'], threshold: 1, rootToken: 's.older' });
  return store;
}

describe('initialize', () => {
  it('says that it did', async () => {
    const { vault } = await withVault(vaultThatIs(false));
    expect(await initialize(vault, newStore(), temporaryJournal(), threeOfFive)).toBe(true);
  });

  it('asks for the shares and the threshold of the deployment', async () => {
    const { server, vault } = await withVault(vaultThatIs(false));
    await initialize(vault, newStore(), temporaryJournal(), { keyShares: 7, keyThreshold: 4, markVolume });
    expect(server.seen.at(-1)?.body).toEqual({ secret_shares: 7, secret_threshold: 4 });
  });

  it('keeps what Vault says once', async () => {
    const { vault } = await withVault(vaultThatIs(false));
    const store = newStore();
    await initialize(vault, store, temporaryJournal(), threeOfFive);
    expect(store.readKeys()).toEqual({ shares, threshold: 3, rootToken: 's.root' });
  });

  it('looks before it asks', async () => {
    const { server, vault } = await withVault(vaultThatIs(false));
    await initialize(vault, newStore(), temporaryJournal(), threeOfFive);
    expect(server.calls).toEqual(['GET sys/seal-status', 'PUT sys/init']);
  });

  it('has made the key store for its owner alone when it asks', async () => {
    const store = newStore();
    let modeThen = 'no folder';
    const { vault } = await withVault((request) => {
      if (request.path === 'sys/init') modeThen = (statSync(store.folder).mode & 0o777).toString(8);
      return vaultThatIs(false)(request);
    });
    await initialize(vault, store, temporaryJournal(), threeOfFive);
    expect(modeThen).toBe('700');
  });
});

describe('initialize, for people who hold the shares', () => {
  const holders = ['alice', 'bob', 'carol', 'dave', 'erin'].map((name) => ({
    file: `pgp/${name}.asc`,
    fingerprint: name.toUpperCase(),
    publicKey: `key of ${name}`,
  }));

  it('has Vault encrypt a share to each of them, and the root token too', async () => {
    const { server, vault } = await withVault(vaultThatIs(false));
    await initialize(vault, newStore(), temporaryJournal(), { ...threeOfFive, holders });
    expect(server.seen.at(-1)?.body).toMatchObject({
      pgp_keys: holders.map(({ publicKey }) => publicKey),
      root_token_pgp_key: 'key of alice',
    });
  });

  it('keeps what is for them, and no root token', async () => {
    const { vault } = await withVault(vaultThatIs(false));
    const store = newStore();
    await initialize(vault, store, temporaryJournal(), { ...threeOfFive, holders });
    expect([store.hasKeys, store.hasClearKeys, store.held.read().threshold]).toEqual([true, false, 3]);
    const kept = readdirSync(store.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const texts = kept.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
    expect(texts.join('\n')).not.toContain('s.root');
  });

  it('refuses where people hold the shares of another Vault', async () => {
    const { server, vault } = await withVault(vaultThatIs(false));
    const store = newStore();
    await store.held.save(holders, shares, 3);
    const again = initialize(vault, store, temporaryJournal(), { ...threeOfFive, holders });
    expect(await rejected(again)).toMatchObject({ where: store.held.folder, exitCode: 3 });
    expect(server.calls).toEqual(['GET sys/seal-status']);
  });
});

describe('initialize, where Vault is initialized', () => {
  it('says that it did nothing', async () => {
    const { vault } = await withVault(vaultThatIs(true));
    expect(await initialize(vault, newStore(), temporaryJournal(), threeOfFive)).toBe(false);
  });

  it('changes nothing', async () => {
    const { server, vault } = await withVault(vaultThatIs(true));
    await initialize(vault, newStore(), temporaryJournal(), threeOfFive);
    expect(server.calls).toEqual(['GET sys/seal-status']);
  });

  it('leaves the keys that are stored', async () => {
    const { vault } = await withVault(vaultThatIs(true));
    const store = storeWithKeys();
    await initialize(vault, store, temporaryJournal(), threeOfFive);
    expect(store.readKeys().rootToken).toBe('s.older');
  });
});

describe("initialize, where another Vault's keys are stored", () => {
  it('refuses, to protect data', async () => {
    const { vault } = await withVault(vaultThatIs(false));
    const store = storeWithKeys();
    expect(await rejected(initialize(vault, store, temporaryJournal(), threeOfFive))).toMatchObject({
      what: 'Vault is not initialized, but there are key shares of a Vault that was',
      where: store.keysFile,
      exitCode: 3,
    });
  });

  it('has not initialized Vault', async () => {
    const { server, vault } = await withVault(vaultThatIs(false));
    await rejected(initialize(vault, storeWithKeys(), temporaryJournal(), threeOfFive));
    expect(server.calls).toEqual(['GET sys/seal-status']);
  });
});

describe('initialize, where the key store cannot be written', () => {
  function storeInTheWay(): KeyStore {
    const folder = join(temporaryFolder(), 'file');
    writeFileSync(folder, '');
    return new KeyStore(folder);
  }

  it('says so', async () => {
    const { vault } = await withVault(vaultThatIs(false));
    const store = storeInTheWay();
    expect(await rejected(initialize(vault, store, temporaryJournal(), threeOfFive))).toMatchObject({
      what: 'Could not make a folder',
      where: store.folder,
    });
  });

  it('has not initialized Vault, whose shares nobody would have', async () => {
    const { server, vault } = await withVault(vaultThatIs(false));
    await rejected(initialize(vault, storeInTheWay(), temporaryJournal(), threeOfFive));
    expect(server.calls).toEqual(['GET sys/seal-status']);
  });
});

describe('initialize, where Vault refuses', () => {
  it('keeps no keys', async () => {
    const { vault } = await withVault((request) =>
      request.path === 'sys/init' ? { status: 400 } : vaultThatIs(false)(request),
    );
    const store = newStore();
    await rejected(initialize(vault, store, temporaryJournal(), threeOfFive));
    expect(store.hasKeys).toBe(false);
  });
});

describe('the journal of initialize', () => {
  it('says on which volume it was begun before Vault is asked', async () => {
    const journal = temporaryJournal();
    let then: unknown;
    const { vault } = await withVault((request) => {
      if (request.path === 'sys/init') then = journal.last('initialize');
      return vaultThatIs(false)(request);
    });
    await initialize(vault, newStore(), journal, threeOfFive);
    expect(then).toMatchObject({ event: 'begun', facts: { volume } });
    expect(journal.last('initialize')).toMatchObject({ event: 'done', facts: { volume } });
  });

  it('names no key', async () => {
    const journal = temporaryJournal();
    const { vault } = await withVault(vaultThatIs(false));
    await initialize(vault, newStore(), journal, threeOfFive);
    expect(JSON.stringify(journal.entries())).not.toContain('s.root');
  });
});

describe('an answer of init that was lost', () => {
  const begun = { step: 'initialize', event: 'begun', facts: { volume } } as const;
  const done = { ...begun, event: 'done' } as const;
  const unsealed = { step: 'unseal', event: 'begun', facts: {} } as const;
  const containers = { step: 'apply containers', event: 'done', facts: {} } as const;

  it.each([
    ['init was begun', [begun]],
    ['containers were applied beside it', [containers, begun, containers]],
    ['an earlier Vault was initialized and this one begun', [done, unsealed, begun]],
  ])('is proven where %s', (_, entries) => {
    expect(answerWasLost(temporaryJournal(...entries), volume)).toBe(true);
  });

  it.each([
    ['nothing is known', []],
    ['init was done', [begun, done]],
    ['something came after', [begun, unsealed]],
    ['it was another volume', [{ ...begun, facts: { volume: 'mark-of-another' } }]],
  ])('is not proven where %s', (_, entries) => {
    expect(answerWasLost(temporaryJournal(...entries), volume)).toBe(false);
  });

  it('is not proven where the volume has no mark', () => {
    expect(answerWasLost(temporaryJournal(begun), undefined)).toBe(false);
  });
});
