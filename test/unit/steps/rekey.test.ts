import { eachOpens, rekey, sharesThatOpen } from '../../../steps/rekey';
import { ceremonyVault } from '../support/ceremony-vault';
import { rejected } from '../support/caught';
import { withVault } from '../support/with-vault';

const right = ['a', 'b', 'c', 'd', 'e'];
const made = ['f', 'g', 'h', 'i', 'j'];
const counts = { keyShares: 5, keyThreshold: 3 };
const asStored = (shares: readonly string[]) => shares;

describe('rekey', () => {
  it('asks for as many shares as there were, which count only when they are proven to be kept', async () => {
    const { server, vault } = await withVault(ceremonyVault({ right, threshold: 3, made }));
    await rekey(vault, { ...counts, sets: [right.slice(0, 3)], keep: asStored });
    const begun = server.seen.find(({ method, path }) => method === 'PUT' && path === 'sys/rekey/init');
    expect(begun?.body).toEqual({ secret_shares: 5, secret_threshold: 3, require_verification: true });
  });

  it('keeps the new shares before it shows Vault what was kept', async () => {
    const { server, vault } = await withVault(ceremonyVault({ right, threshold: 3, made }));
    let callsBefore: string[] = [];
    await rekey(vault, {
      ...counts,
      sets: [right.slice(0, 3)],
      keep: (shares) => {
        callsBefore = server.calls;
        return shares;
      },
    });
    expect(callsBefore).not.toContain('PUT sys/rekey/verify');
    const shown = server.seen.filter(({ path }) => path === 'sys/rekey/verify');
    expect(shown.map(({ body }) => body)).toEqual(made.slice(0, 3).map((key) => ({ key, nonce: 'proof' })));
  });

  it('shows what stands on the disk, not what Vault said', async () => {
    const { vault } = await withVault(ceremonyVault({ right, threshold: 3, made }));
    const keep = () => ['x', 'y', 'z'];
    expect(await rejected(rekey(vault, { ...counts, sets: [right.slice(0, 3)], keep }))).toMatchObject({
      what: 'Vault does not take the new key shares as they were stored',
    });
  });

  it('shows nothing where it could not be kept', async () => {
    const { server, vault } = await withVault(ceremonyVault({ right, threshold: 3, made }));
    const keep = () => {
      throw new Error('disk full');
    };
    await rejected(rekey(vault, { ...counts, sets: [right.slice(0, 3)], keep }));
    expect(server.calls).not.toContain('PUT sys/rekey/verify');
  });

  it('goes on with the next set where Vault does not take one', async () => {
    const { vault } = await withVault(ceremonyVault({ right, threshold: 3, made }));
    const kept: string[] = [];
    const sets = [
      ['a', 'x', 'b'],
      ['a', 'b', 'c'],
    ];
    await rekey(vault, { ...counts, sets, keep: (shares) => (kept.push(...shares), shares) });
    expect(kept).toEqual(made);
  });

  it('refuses where Vault takes none, leaves no rekey behind and tells no share', async () => {
    const { server, vault } = await withVault(ceremonyVault({ right, threshold: 3, made }));
    const sets = [['SecretShare', 'a', 'b']];
    const error = await rejected(rekey(vault, { ...counts, sets, keep: asStored }));
    expect(error).toMatchObject({ what: 'The key shares do not open this Vault', exitCode: 3 });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('SecretShare');
    expect(server.calls.at(-1)).toBe('DELETE sys/rekey/init');
  });

  it('cancels one that somebody else began', async () => {
    const { server, vault } = await withVault(ceremonyVault({ right, threshold: 3, made, stale: true }));
    await rekey(vault, { ...counts, sets: [right.slice(0, 3)], keep: asStored });
    expect(server.seen.find(({ method }) => method === 'DELETE')?.body).toEqual({ nonce: 'stale' });
  });
});

describe('finding the shares that open Vault', () => {
  it('says which set does, and leaves nothing behind', async () => {
    const { server, vault } = await withVault(ceremonyVault({ right, threshold: 3, made }));
    const sets = [
      ['x', 'y', 'z'],
      ['c', 'd', 'e'],
    ];
    expect(await sharesThatOpen(vault, { ...counts, sets })).toEqual(['c', 'd', 'e']);
    expect(server.calls).not.toContain('PUT sys/rekey/verify');
    expect(server.calls.at(-1)).toBe('DELETE sys/rekey/init');
  });

  it.each([
    ['all of them open it', right, true],
    ['the last does not', ['a', 'b', 'c', 'd', 'x'], false],
    ['the first does not', ['x', 'b', 'c', 'd', 'e'], false],
  ])('tries each: %s', async (_, shares, sound) => {
    const { vault } = await withVault(ceremonyVault({ right, threshold: 3, made }));
    expect(await eachOpens(vault, { ...counts, shares })).toBe(sound);
  });

  it('passes another failure on', async () => {
    const { vault } = await withVault(() => ({ status: 503 }));
    expect(await rejected(eachOpens(vault, { ...counts, shares: right }))).toHaveProperty('statusCode', 503);
  });
});
