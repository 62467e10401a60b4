import { giveShares } from '../../../steps/give-shares';
import { rejected } from '../support/caught';
import { temporaryJournal } from '../support/temporary-journal';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const right = ['a', 'b', 'c'];

/** A Vault that two of its shares open, and that remembers what it was given. */
function vaultWith(...given: string[]): Answering {
  let sealed = true;
  let has = [...given];
  return ({ path, body }) => {
    if (path === 'sys/health') return { body: { sealed, standby: false } };
    const key = String(body['key']);
    if (path === 'sys/unseal' && !has.includes(key)) has.push(key);
    if (has.length === 2) {
      const opens = has.every((share) => right.includes(share));
      has = [];
      if (!opens) return { status: 400 };
      sealed = false;
    }
    return { body: { initialized: true, sealed, t: 2, n: 3, progress: has.length, version: '1.21.1' } };
  };
}

describe('giving shares in turn', () => {
  it('says how many Vault has, and does not take back what others gave', async () => {
    const { server, vault } = await withVault(vaultWith());
    expect(await giveShares(vault, temporaryJournal(), ['a'])).toMatchObject({ sealed: true, progress: 1 });
    expect(server.seen.some(({ body }) => 'reset' in body)).toBe(false);
  });

  it('opens Vault with the last one', async () => {
    const { vault } = await withVault(vaultWith('a'));
    expect(await giveShares(vault, temporaryJournal(), ['b'])).toMatchObject({ sealed: false });
  });

  it('gives no more than open it', async () => {
    const { server, vault } = await withVault(vaultWith());
    await giveShares(vault, temporaryJournal(), ['a', 'b', 'c']);
    expect(server.calls.filter((call) => call === 'PUT sys/unseal')).toHaveLength(2);
  });

  it('one that Vault has changes nothing', async () => {
    const { vault } = await withVault(vaultWith('a'));
    expect(await giveShares(vault, temporaryJournal(), ['a'])).toMatchObject({ sealed: true, progress: 1 });
  });

  it('refuses where they do not open it, and tells none of them', async () => {
    const { vault } = await withVault(vaultWith('a'));
    const error = await rejected(giveShares(vault, temporaryJournal(), ['WrongShare']));
    expect(error).toMatchObject({ exitCode: 3, why: expect.stringContaining('forgotten all') as string });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('WrongShare');
  });

  it('passes another failure on as it is', async () => {
    const answering = vaultWith();
    const { vault } = await withVault((request) =>
      'key' in request.body ? { status: 500 } : answering(request),
    );
    expect(await rejected(giveShares(vault, temporaryJournal(), ['a']))).toHaveProperty('statusCode', 500);
  });
});
