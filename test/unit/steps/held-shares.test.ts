import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyStore } from '../../../steps/key-store';
import { caught, rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const keys = ['alice', 'bob', 'carol'].map((name) => ({
  file: `pgp/${name}.asc`,
  fingerprint: name.toUpperCase(),
  publicKey: 'bm9uZQ==',
}));
const encrypted = ['b25l', 'dHdv', 'dGhyZWU='];

async function heldBy(): Promise<KeyStore> {
  const store = new KeyStore(join(temporaryFolder(), 'keys'));
  await store.held.save(keys, encrypted, 2);
  return store;
}

describe('shares that people hold', () => {
  it('are a file each, for the owner of this machine alone', async () => {
    const { held } = await heldBy();
    const names = ['1-ALICE.asc', '2-BOB.asc', '3-CAROL.asc', 'holders.json'];
    expect(readdirSync(held.folder).sort()).toEqual(names);
    const modes = names.map((name) => (statSync(join(held.folder, name)).mode & 0o777).toString(8));
    expect(modes).toEqual(['600', '600', '600', '600']);
    expect((statSync(held.folder).mode & 0o777).toString(8)).toBe('700');
    expect(readFileSync(join(held.folder, '2-BOB.asc'), 'utf8')).toContain('\n\ndHdv\n=');
  });

  it('have a list of who holds which', async () => {
    expect((await heldBy()).held.read()).toEqual({
      threshold: 2,
      holders: [
        { fingerprint: 'ALICE', publicKey: 'pgp/alice.asc', file: '1-ALICE.asc' },
        { fingerprint: 'BOB', publicKey: 'pgp/bob.asc', file: '2-BOB.asc' },
        { fingerprint: 'CAROL', publicKey: 'pgp/carol.asc', file: '3-CAROL.asc' },
      ],
    });
  });

  it('count as keys, and not as keys in clear', async () => {
    const store = await heldBy();
    expect([store.hasKeys, store.hasClearKeys, store.place]).toEqual([true, false, store.held.folder]);
  });

  it('are never overwritten, nor put beside keys in clear', async () => {
    const store = await heldBy();
    expect(await rejected(store.held.save(keys, encrypted, 2))).toHaveProperty('exitCode', 3);
    expect(caught(() => store.saveKeys({ shares: ['a'], threshold: 1 }))).toMatchObject({
      where: store.held.folder,
      exitCode: 3,
    });
  });

  it('are archived with the store', async () => {
    const store = await heldBy();
    const archive = new KeyStore(store.archive());
    expect([store.hasKeys, archive.held.read().holders.length]).toEqual([false, 3]);
  });

  it('with a damaged list are refused', async () => {
    const { held } = await heldBy();
    writeFileSync(join(held.folder, 'holders.json'), '{"threshold":');
    expect(caught(() => held.read())).toMatchObject({
      where: join(held.folder, 'holders.json'),
      exitCode: 3,
    });
  });
});
