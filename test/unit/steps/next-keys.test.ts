import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyStore } from '../../../steps/key-store';
import { NextKeys } from '../../../steps/next-keys';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const old = { shares: ['a', 'b'], threshold: 2, rootToken: 's.old' };
const fresh = { shares: ['c', 'd'], threshold: 2, rootToken: 's.new' };

function stores(): { store: KeyStore; next: NextKeys } {
  const store = new KeyStore(join(temporaryFolder(), 'keys'));
  store.saveKeys(old);
  return { store, next: new NextKeys(store) };
}

describe('the next key set', () => {
  it('is none at first', () => expect(stores().next.read()).toBeUndefined());

  it('stands beside the old one until it is taken', () => {
    const { store, next } = stores();
    expect(next.save(fresh)).toEqual(fresh);
    expect(store.readKeys()).toEqual(old);
    expect(next.read()).toEqual(fresh);
    expect((statSync(next.file).mode & 0o777).toString(8)).toBe('600');
  });

  it('is never written over: it may be the one that counts', () => {
    const { next } = stores();
    next.save(fresh);
    expect(caught(() => next.save(old))).toHaveProperty('exitCode', 3);
    expect(next.read()).toEqual(fresh);
  });

  it("takes the old one's place, which is kept aside", () => {
    const { store, next } = stores();
    store.saveClusterId('the-cluster');
    next.save(fresh);
    const kept = next.take() ?? '';
    expect(store.readKeys()).toEqual(fresh);
    expect(existsSync(next.file)).toBe(false);
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(old);
    expect(kept).toMatch(/keys-archive\/the-cluster-[^/]+\/vault-keys.json$/);
    expect((statSync(kept).mode & 0o777).toString(8)).toBe('600');
  });

  it('keeps a damaged old one aside as it is', () => {
    const { store, next } = stores();
    writeFileSync(store.keysFile, 'damaged');
    next.save(fresh);
    expect(readFileSync(next.take() ?? '', 'utf8')).toBe('damaged\n');
  });

  it('keeps nothing aside where there was nothing', () => {
    const store = new KeyStore(join(temporaryFolder(), 'keys'));
    const next = new NextKeys(store);
    next.save(fresh);
    expect(next.take()).toBeUndefined();
    expect(store.readKeys()).toEqual(fresh);
  });

  it('is gone where it is discarded', () => {
    const { store, next } = stores();
    next.save(fresh);
    next.discard();
    expect(readdirSync(store.folder)).toEqual(['vault-keys.json']);
  });
});
