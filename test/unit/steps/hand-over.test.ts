import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { handOver, readHandedOver, waitsUntil } from '../../../steps/hand-over';
import { applicationVault, type SecretIds } from '../support/application-vault';
import { caught, rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';
import { temporaryJournal } from '../support/temporary-journal';
import { withVault } from '../support/with-vault';

const folderOf = () => join(temporaryFolder(), 'app');
const idIn = (folder: string) => readFileSync(join(folder, 'hand-over-id'), 'utf8').trim();

describe('handing over', () => {
  it('leaves a role_id and what unwraps a secret_id, for the owner alone', async () => {
    const { vault } = await withVault(applicationVault());
    const folder = folderOf();
    await handOver(vault, folder, temporaryJournal());
    expect(readHandedOver(folder)).toEqual({ roleId: 'the-role', wrappingToken: 'wrapping-1' });
    const modes = readdirSync(folder).map((name) => (statSync(join(folder, name)).mode & 0o777).toString(8));
    expect([(statSync(folder).mode & 0o777).toString(8), ...modes]).toEqual(['700', '600', '600', '600']);
  });

  it('never sees the secret_id, and marks it', async () => {
    const secretIds: SecretIds = new Map();
    const { server, vault } = await withVault(applicationVault(secretIds));
    const folder = folderOf();
    await handOver(vault, folder, temporaryJournal());
    expect(server.calls).not.toContain('PUT sys/wrapping/unwrap');
    expect([...secretIds.values()]).toEqual([idIn(folder)]);
  });

  it('ends the one before while that waits, and no other', async () => {
    const secretIds: SecretIds = new Map([
      ['of-another', 'another'],
      ['of-nobody', undefined],
    ]);
    const { vault } = await withVault(applicationVault(secretIds));
    const folder = folderOf();
    await handOver(vault, folder, temporaryJournal());
    await handOver(vault, folder, temporaryJournal());
    expect([...secretIds.keys()]).toEqual(['of-another', 'of-nobody', 'accessor-of-wrapping-2']);
  });

  it('leaves the one before where somebody took it', async () => {
    const secretIds: SecretIds = new Map();
    const wrapped = new Map<string, string>();
    const { vault } = await withVault(applicationVault(secretIds, wrapped));
    const folder = folderOf();
    await handOver(vault, folder, temporaryJournal());
    wrapped.delete('wrapping-1');
    wrapped.set('of another', '');
    await handOver(vault, folder, temporaryJournal());
    expect([...secretIds.keys()]).toEqual(['accessor-of-wrapping-1', 'accessor-of-wrapping-2']);
  });

  it('ends those of killed runs, which nobody got', async () => {
    const secretIds: SecretIds = new Map([
      ['of-killed-1', 'killed-1'],
      ['of-killed-2', 'killed-2'],
      ['of-done', 'done'],
    ]);
    const { vault } = await withVault(applicationVault(secretIds));
    const step = 'hand over';
    const journal = temporaryJournal(
      { step, event: 'begun', facts: { id: 'done' } },
      { step, event: 'done', facts: { id: 'done' } },
      { step, event: 'begun', facts: { id: 'killed-1' } },
      { step, event: 'begun', facts: { id: 'killed-2' } },
    );
    await handOver(vault, folderOf(), journal);
    expect([...secretIds.keys()]).toEqual(['of-done', 'accessor-of-wrapping-1']);
  });

  it('is refused where the application has no AppRole', async () => {
    const { vault } = await withVault(({ path }) => (path.endsWith('role-id') ? { status: 404 } : undefined));
    const error = await rejected(handOver(vault, folderOf(), temporaryJournal()));
    expect(error).toMatchObject({ what: 'Vault has no AppRole app', next: 'npm run up' });
  });
});

describe('what was handed over', () => {
  it('waits until its wrapping ends', async () => {
    const { vault } = await withVault(applicationVault());
    const folder = folderOf();
    await handOver(vault, folder, temporaryJournal());
    expect(await waitsUntil(vault, folder)).toEqual(new Date('2026-01-01T00:15:00Z'));
  });

  it('waits no more once it is unwrapped, or where there is none', async () => {
    const wrapped = new Map<string, string>();
    const { vault } = await withVault(applicationVault(new Map(), wrapped));
    const folder = folderOf();
    expect(await waitsUntil(vault, folder)).toBeUndefined();
    await handOver(vault, folder, temporaryJournal());
    wrapped.clear();
    expect(await waitsUntil(vault, folder)).toBeUndefined();
  });

  it('is missing where nothing was', () => {
    expect(caught(() => readHandedOver(folderOf()))).toMatchObject({
      what: 'Nothing was handed over to the application',
      next: 'npx dbvault app-identity',
    });
  });
});
