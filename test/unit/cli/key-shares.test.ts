import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyShares } from '../../../cli/key-shares';
import { sharesRefused } from '../../../steps/ceremony';
import { KeyStore } from '../../../steps/key-store';
import { rejected } from '../support/caught';
import { splitKey } from '../support/split-key';
import { temporaryFolder } from '../support/temporary-folder';
import { withVault } from '../support/with-vault';

const [one = '', two = '', three = ''] = splitKey(randomBytes(32), 3, 2);
const wrong = randomBytes(33).toString('base64');
const sealed = () => ({ body: { initialized: true, sealed: true, t: 2, n: 3, version: '1.21.1' } });

async function keyShares(store: KeyStore, ...sources: string[]) {
  const { vault } = await withVault(sealed);
  return { vault, shares: new KeyShares(vault, store, sources) };
}

function clearStore(...shares: string[]): KeyStore {
  const store = new KeyStore(join(temporaryFolder(), 'keys'));
  if (shares.length > 0) store.saveKeys({ shares, threshold: 2 });
  return store;
}

async function heldStore(): Promise<KeyStore> {
  const store = new KeyStore(join(temporaryFolder(), 'keys'));
  const holder = (name: string) => ({ file: `pgp/${name}.asc`, fingerprint: name, publicKey: '' });
  await store.held.save(['ALICE', 'BOB', 'CAROL'].map(holder), ['', '', ''], 2);
  return store;
}

function file(...lines: string[]): string {
  const path = join(temporaryFolder(), 'shares');
  writeFileSync(path, lines.join('\n'), { mode: 0o600 });
  return path;
}

/** Work that is done with the first set. */
const first = (sets: readonly (readonly string[])[]) => Promise.resolve({ shares: sets[0] ?? [] });

describe('key shares of a run', () => {
  it('are those of the key store in clear', async () => {
    const { shares } = await keyShares(clearStore(one, two, three));
    expect(shares.comeFromPeople).toBe(false);
    expect(await shares.use(first)).toEqual({ shares: [one, two] });
  });

  it('are those of files before those of the key store', async () => {
    const { shares } = await keyShares(clearStore(one), file(three));
    expect(shares.comeFromPeople).toBe(true);
    expect(await shares.use(first)).toEqual({ shares: [three, one] });
  });

  it('are those of several people together', async () => {
    const { shares } = await keyShares(await heldStore(), file(three), file(two));
    expect(await shares.use(first)).toEqual({ shares: [three, two] });
  });

  it('are read once', async () => {
    const path = file(three, two);
    const { shares } = await keyShares(await heldStore(), path);
    await shares.use(first);
    writeFileSync(path, '');
    expect(await shares.use(first)).toEqual({ shares: [three, two] });
  });

  it('are tried in every choice, and the wrong one is told by its number', async () => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { shares } = await keyShares(await heldStore(), file(wrong, one, two));
    await shares.use((sets) => Promise.resolve({ shares: sets.find((set) => !set.includes(wrong)) ?? [] }));
    expect(said.mock.calls).toEqual([['Of the key shares that were given, number 1 is not of this Vault.']]);
    said.mockRestore();
  });

  it.each([
    [0, 'none was'],
    [1, '1 was'],
  ])('that are too few (%i): says who holds them and how to give them', async (count, words) => {
    const store = await heldStore();
    const { shares } = await keyShares(store, ...(count === 0 ? [] : [file(one)]));
    const error = await rejected(shares.use(first));
    expect(error).toMatchObject({
      what: `This needs 2 key shares, and ${words} given`,
      where: store.held.folder,
      exitCode: 3,
    });
    const { why = '', next = '' } = error as { why?: string; next?: string };
    expect(why).toContain('  2  pgp/BOB.asc  BOB');
    expect(next).toContain('npx dbvault unseal --shares -');
    expect(`${why}${next}`).not.toContain(one);
  });

  it('that Vault refuses are refused, where nobody can be asked for more', async () => {
    const { shares, vault } = await keyShares(await heldStore(), file(one, wrong));
    const error = await rejected(shares.use(() => Promise.reject(sharesRefused(vault))));
    expect(error).toEqual(sharesRefused(vault));
  });
});
