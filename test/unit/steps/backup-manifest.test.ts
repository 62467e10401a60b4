import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBackup } from '../../../steps/backup-manifest';
import { rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const manifest = {
  version: 1,
  deployment: 'local',
  created: '2026-01-01T00:00:00.000Z',
  vault: { clusterId: 'c', version: '1.21.1' },
  keys: { shares: 5, threshold: 3 },
  postgres: { systemIdentifier: '7' },
  leases: 2,
  holdsNot: ['the key shares'],
  sha256: { 'vault.raft-snapshot': sha256('snapshot'), 'access.tfstate': sha256('state') },
};

function backup(said: object | string = manifest): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'vault.raft-snapshot'), 'snapshot');
  writeFileSync(join(folder, 'access.tfstate'), 'state');
  writeFileSync(join(folder, 'manifest.json'), typeof said === 'string' ? said : JSON.stringify(said));
  return folder;
}

describe('reading a backup', () => {
  it('returns what it says of itself', async () => {
    expect(await readBackup(backup())).toEqual(manifest);
  });

  it('does without what PostgreSQL it was, where that did not run', async () => {
    const without = { ...manifest, postgres: undefined };
    expect(await readBackup(backup(without))).toEqual(without);
  });

  it.each([
    ['a folder that is not there', () => join(temporaryFolder(), 'none')],
    ['a folder without a manifest', temporaryFolder],
  ])('is wrong usage with %s', async (_, folder) => {
    expect(await rejected(readBackup(folder()))).toMatchObject({ what: 'This is no backup', exitCode: 64 });
  });

  it.each([
    ['no JSON', '{"version": 1,'],
    ['another version', { ...manifest, version: 2 }],
    ['no snapshot', { ...manifest, sha256: { 'access.tfstate': sha256('state') } }],
    [
      'a file outside of it',
      { ...manifest, sha256: { ...manifest.sha256, '../first-password': sha256('') } },
    ],
    ['no deployment', { ...manifest, deployment: undefined }],
    ['no time', { ...manifest, created: 'yesterday' }],
  ])('refuses a manifest with %s', async (_, said) => {
    expect(await rejected(readBackup(backup(said)))).toMatchObject({
      what: 'The backup is damaged',
      exitCode: 3,
    });
  });

  it.each(['vault.raft-snapshot', 'access.tfstate'])('refuses another %s, and names it', async (name) => {
    const folder = backup();
    writeFileSync(join(folder, name), 'another');
    expect(await rejected(readBackup(folder))).toMatchObject({ where: join(folder, name), exitCode: 3 });
  });

  it('refuses one that lacks a file, and names it', async () => {
    const folder = backup();
    rmSync(join(folder, 'access.tfstate'));
    const problem = await rejected(readBackup(folder));
    expect(problem).toMatchObject({ where: join(folder, 'access.tfstate'), why: 'it is missing' });
  });
});
