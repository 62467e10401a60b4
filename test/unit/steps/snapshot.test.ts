import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readSnapshot } from '../../../steps/snapshot-archive';
import { opensSnapshot } from '../../../steps/snapshot-seal';
import { rejected } from '../support/caught';
import { inFile, raftSnapshot } from '../support/raft-snapshot';
import { splitKey } from '../support/split-key';

const damaged = { what: 'The snapshot is damaged', exitCode: 3 };

describe('reading a snapshot', () => {
  it.each([0, 1, 511, 512, 513, 1_000_000])('takes one whole, with %d bytes of data', async (length) => {
    const snapshot = await raftSnapshot({ state: randomBytes(length) });
    expect((await readSnapshot(inFile(snapshot))).sums.toString()).toContain('  state.bin');
  });

  it.each([1, 10, 200])('refuses one that lacks its last %d bytes', async (missing) => {
    const snapshot = await raftSnapshot({ state: randomBytes(5000) });
    const file = inFile(snapshot.subarray(0, -missing));
    expect(await rejected(readSnapshot(file))).toMatchObject({ ...damaged, where: file });
  });

  it('refuses one with data that is not what the list says', async () => {
    const unpacked = gunzipSync(await raftSnapshot());
    unpacked[unpacked.indexOf('all that Vault keeps')] = 0x41;
    expect(await rejected(readSnapshot(inFile(gzipSync(unpacked))))).toMatchObject(damaged);
  });

  it.each(['meta.json', 'state.bin', 'SHA256SUMS'])('refuses one without %s', async (without) => {
    expect(await rejected(readSnapshot(inFile(await raftSnapshot({ without }))))).toMatchObject(damaged);
  });

  it('refuses one whose list says something else', async () => {
    const snapshot = await raftSnapshot({ stateSha256: '0'.repeat(64) });
    expect(await rejected(readSnapshot(inFile(snapshot)))).toMatchObject(damaged);
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a text', Buffer.from('no snapshot at all')],
    ['an archive that ends in a header', gzipSync(Buffer.alloc(100, 0x41))],
    ['an archive with no length', gzipSync(Buffer.alloc(2048, 0x41))],
  ])('refuses %s', async (_, bytes) => {
    expect(await rejected(readSnapshot(inFile(bytes)))).toMatchObject(damaged);
  });
});

describe('the seal of a snapshot', () => {
  const key = randomBytes(32);
  const keys = (shares: string[], threshold: number) => ({ shares, threshold, rootToken: 's.root' });
  const sealed = async (without = '') => readSnapshot(inFile(await raftSnapshot({ key, without })));

  it('opens with the key shares', async () => {
    expect(opensSnapshot(keys(splitKey(key, 5, 3), 3), await sealed())).toBe(true);
  });
  it('opens with the one share of a key that was not split', async () => {
    expect(opensSnapshot(keys([key.toString('base64')], 1), await sealed())).toBe(true);
  });
  it('does not open with fewer than it takes', async () => {
    expect(opensSnapshot(keys(splitKey(key, 5, 3).slice(0, 2), 3), await sealed())).toBe(false);
  });
  it.each([
    ['of another Vault', splitKey(randomBytes(32), 5, 3)],
    ['that are none', ['AA==', 'AA==', 'AA==']],
  ])('does not open with shares %s', async (_, shares) => {
    expect(opensSnapshot(keys(shares, 3), await sealed())).toBe(false);
  });
  it('does not open where there is none', async () => {
    expect(opensSnapshot(keys(splitKey(key, 5, 3), 3), await sealed('SHA256SUMS.sealed'))).toBe(false);
  });
});
