import { restoreSnapshot } from '../../../steps/restore-snapshot';
import { rejected } from '../support/caught';
import { inFile } from '../support/raft-snapshot';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const made = { body: { auth: { client_token: 's.marker' } } };
const upload = 'sys/storage/raft/snapshot';

/** Knows the marker for so many looks, and is then what it becomes. */
function restoring(looks: number, afterwards: 'open' | 'sealed'): Answering {
  let left = looks;
  return ({ path, token }) => {
    if (path === 'auth/token/create-orphan') return made;
    if (path.startsWith(upload)) return { status: 204 };
    if (path === 'sys/seal-status')
      return { body: { initialized: true, sealed: afterwards === 'sealed' && left < 0 } };
    left -= 1;
    if (token !== 's.marker') return undefined;
    if (left >= 0) return { body: { data: {} } };
    return { status: afterwards === 'open' ? 403 : 503 };
  };
}

describe('restoring a snapshot', () => {
  it.each([
    ['same', upload],
    ['other', `${upload}-force`],
  ] as const)('sends it, for Vault with the %s keys, to %s', async (keys, path) => {
    const { server, vault } = await withVault(restoring(0, 'open'));
    await restoreSnapshot(vault, inFile(Buffer.from('snapshot')), keys);
    expect(server.seen[1]).toMatchObject({ method: 'PUT', path, body: { text: 'snapshot' } });
  });

  it.each(['open', 'sealed'] as const)(
    'waits until Vault knows no token of before, and is %s',
    async (afterwards) => {
      const { server, vault } = await withVault(restoring(2, afterwards));
      await restoreSnapshot(vault, inFile(Buffer.from('snapshot')), 'same');
      expect(server.calls.filter((call) => call === 'GET auth/token/lookup-self')).toHaveLength(3);
    },
  );

  it('ends the token where Vault refuses the snapshot', async () => {
    const { server, vault } = await withVault(({ path }) =>
      path === 'auth/token/create-orphan' ? made : { status: path === upload ? 400 : 204 },
    );
    expect(await rejected(restoreSnapshot(vault, inFile(Buffer.from('x')), 'same'))).toMatchObject({
      statusCode: 400,
    });
    expect(server.seen.at(-1)).toMatchObject({ path: 'auth/token/revoke-self', token: 's.marker' });
  });
});
