import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyStore } from '../../../steps/key-store';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const keys = { shares: ['share-1', 'share-2', 'share-3'], threshold: 2, rootToken: 's.root' };

function newStore(): KeyStore {
  return new KeyStore(join(temporaryFolder(), 'local'));
}

function storeHolding(text: string): KeyStore {
  const store = newStore();
  mkdirSync(store.folder);
  writeFileSync(store.keysFile, text);
  return store;
}

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe('the key store', () => {
  it('has no keys at first', () => expect(newStore().hasKeys).toBe(false));

  it('has keys once they are saved', () => {
    const store = newStore();
    store.saveKeys(keys);
    expect(store.hasKeys).toBe(true);
  });

  it('gives back what was saved', () => {
    const store = newStore();
    store.saveKeys(keys);
    expect(new KeyStore(store.folder).readKeys()).toEqual(keys);
  });

  it('saves keys for its owner alone', () => {
    const store = newStore();
    store.saveKeys(keys);
    expect(mode(store.keysFile)).toBe('600');
  });

  it('saves them in a folder for its owner alone', () => {
    const store = newStore();
    store.saveKeys(keys);
    expect(mode(store.folder)).toBe('700');
  });

  it('closes a folder that was open to others', () => {
    const store = newStore();
    mkdirSync(store.folder);
    chmodSync(store.folder, 0o755);
    store.saveKeys(keys);
    expect(mode(store.folder)).toBe('700');
  });

  it('leaves no other file behind', () => {
    const store = newStore();
    store.saveKeys(keys);
    expect(readdirSync(store.folder)).toEqual(['vault-keys.json']);
  });

  it('refuses to save over keys', () => {
    const store = newStore();
    store.saveKeys(keys);
    expect(caught(() => store.saveKeys({ ...keys, rootToken: 's.other' }))).toMatchObject({
      where: store.keysFile,
      exitCode: 3,
    });
  });

  it('keeps the keys that it refused to overwrite', () => {
    const store = newStore();
    store.saveKeys(keys);
    caught(() => store.saveKeys({ ...keys, rootToken: 's.other' }));
    expect(store.readKeys()).toEqual(keys);
  });

  it('refuses to save over a damaged file too', () => {
    const store = storeHolding('damaged');
    caught(() => store.saveKeys(keys));
    expect(readFileSync(store.keysFile, 'utf8')).toBe('damaged');
  });

  it('says that it has no keys, and where they would be', () => {
    const store = newStore();
    expect(caught(() => store.readKeys())).toMatchObject({
      what: "This deployment's key shares are not on this machine",
      where: store.keysFile,
      exitCode: 1,
    });
  });

  it.each([
    ['nothing', ''],
    ['half of a file', '{"shares":["a"'],
    ['no object', '"shares"'],
    ['no shares', '{"shares":[],"threshold":1,"rootToken":"s.a"}'],
    ['an empty share', '{"shares":[""],"threshold":1,"rootToken":"s.a"}'],
    ['no threshold', '{"shares":["a"],"rootToken":"s.a"}'],
    ['a threshold of 0', '{"shares":["a"],"threshold":0,"rootToken":"s.a"}'],
    ['an empty root token', '{"shares":["a"],"threshold":1,"rootToken":""}'],
  ])('says that it is damaged: %s', (_, text) => {
    const store = storeHolding(text);
    expect(caught(() => store.readKeys())).toMatchObject({
      what: 'The key store is damaged',
      where: store.keysFile,
      exitCode: 3,
    });
  });

  it('tells nothing of what a damaged file holds', () => {
    const store = storeHolding('{"shares":["SecretShare"]');
    expect(String(caught(() => store.readKeys()))).not.toContain('SecretShare');
  });
});

describe('proving that the key store can be written', () => {
  it('leaves an empty folder for its owner alone', () => {
    const store = newStore();
    store.proveWritable();
    expect([mode(store.folder), readdirSync(store.folder)]).toEqual(['700', []]);
  });

  it('fails where a file is in the way of the folder', () => {
    const folder = join(temporaryFolder(), 'file');
    writeFileSync(folder, '');
    expect(caught(() => new KeyStore(folder).proveWritable())).toMatchObject({
      what: 'Could not make a folder',
      where: folder,
      why: 'EEXIST',
    });
  });

  it('fails where a file is in the way above the folder', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(caught(() => new KeyStore(join(file, 'local')).proveWritable())).toHaveProperty('why', 'ENOTDIR');
  });
});

describe("the application's token", () => {
  it('is undefined where none was saved', () => expect(newStore().readAppToken()).toBeUndefined());

  it('is given back as it was saved', () => {
    const store = newStore();
    store.saveAppToken('s.app');
    expect(store.readAppToken()).toBe('s.app');
  });

  it('is for its owner alone', () => {
    const store = newStore();
    store.saveAppToken('s.app');
    expect(mode(store.appTokenFile)).toBe('600');
  });

  it('takes the place of the one before', () => {
    const store = newStore();
    store.saveAppToken('s.old');
    store.saveAppToken('s.new');
    expect(store.readAppToken()).toBe('s.new');
  });
});

describe('an archived key store', () => {
  it('has its keys under the name of the Vault that they open', () => {
    const store = newStore();
    store.saveKeys(keys);
    store.saveClusterId('c1');
    const archived = store.archive(new Date('2026-01-02T03:04:05.678Z'));
    expect(archived).toBe(`${store.folder}-archive/c1-2026-01-02T03-04-05-678Z`);
    expect(new KeyStore(archived).readKeys()).toEqual(keys);
  });

  it('makes room for new ones', () => {
    const store = newStore();
    store.saveKeys(keys);
    store.archive();
    expect([store.hasKeys, store.clusterId]).toEqual([false, undefined]);
  });

  it('stays for its owner alone', () => {
    const store = newStore();
    store.saveKeys(keys);
    const archived = store.archive();
    expect([mode(`${store.folder}-archive`), mode(archived)]).toEqual(['700', '700']);
  });

  it('is not overwritten by the next', () => {
    const store = newStore();
    const archived = [1, 2].map((second) => {
      store.saveKeys({ ...keys, rootToken: `s.${second}` });
      return store.archive(new Date(second * 1000));
    });
    expect(archived.map((folder) => new KeyStore(folder).readKeys().rootToken)).toEqual(['s.1', 's.2']);
  });
});
