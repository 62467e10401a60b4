import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { custodyState } from '../../../cli/custody';
import { KeyStore } from '../../../steps/key-store';
import { temporaryFolder } from '../support/temporary-folder';

function newStore(): KeyStore {
  return new KeyStore(join(temporaryFolder(), 'keys'));
}

describe('custody', () => {
  it('in clear: says that many shares in one folder are one share, and what to do', () => {
    const store = newStore();
    store.saveKeys({ shares: ['a', 'b', 'c', 'd', 'e'], threshold: 3 });
    const state = custodyState(store);
    expect(state).toMatchObject({ custody: 'one file', state: '5 shares in one file' });
    expect(state?.warning).toContain('5 shares in one folder are one share');
    expect(state?.warning).toContain('keys.pgp');
  });

  it('of a key that is not split, says nothing of shares', () => {
    const store = newStore();
    store.saveKeys({ shares: ['a'], threshold: 1 });
    expect(custodyState(store)?.warning).toBeUndefined();
  });

  it('by people: says how many, and how many of them open Vault', async () => {
    const store = newStore();
    const holder = (name: string) => ({ file: name, fingerprint: name, publicKey: '' });
    await store.held.save(['ALICE', 'BOB', 'CAROL'].map(holder), ['', '', ''], 2);
    expect(custodyState(store)).toEqual({
      custody: 'people',
      state: 'held by 3 people, 2 open Vault',
    });
  });

  it('is not known where there are no keys, or damaged ones', () => {
    const store = newStore();
    expect(custodyState(store)).toBeUndefined();
    store.proveWritable();
    writeFileSync(store.keysFile, '{"shares":');
    expect(custodyState(store)).toBeUndefined();
  });
});
