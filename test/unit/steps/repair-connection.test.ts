import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repairConnection } from '../../../steps/repair-connection';
import { rejected } from '../support/caught';
import { fakeProgram } from '../support/fake-program';
import { temporaryFolder } from '../support/temporary-folder';
import { temporaryJournal } from '../support/temporary-journal';
import { withVault } from '../support/with-vault';

function props(works: boolean) {
  const firstPasswordFile = join(temporaryFolder(), 'first-password');
  writeFileSync(firstPasswordFile, 'kept-password\n');
  return {
    container: 'pg',
    superuser: 'postgres',
    database: 'postgres',
    serverDatabase: 'postgres',
    readonlyGroup: 'app_readonly',
    username: 'vault_admin',
    firstPasswordFile,
    mount: 'database',
    connection: 'pg',
    firstPasswordWorks: () => Promise.resolve(works),
  };
}

describe('repair connection', () => {
  it('gives Vault the first password where PostgreSQL takes it, and nothing else', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    const journal = temporaryJournal();
    fakeProgram('docker', 'exit 1');
    expect(await repairConnection(vault, journal, props(true))).toBe(false);
    expect(server.seen).toMatchObject([{ path: 'database/config/pg', body: { password: 'kept-password' } }]);
    expect(journal.last('prepare database')).toBeUndefined();
  });

  it('makes a new one where PostgreSQL does not, and gives Vault that', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    const journal = temporaryJournal();
    const statements = join(temporaryFolder(), 'statements');
    // A database and a user that are there.
    const script = `told=$(cat); echo "$told" >> ${statements}; case "$told" in *datname*|*rolname*) echo 1;; esac`;
    fakeProgram('docker', script);
    const repair = props(false);
    expect(await repairConnection(vault, journal, repair)).toBe(true);
    const password = readFileSync(repair.firstPasswordFile, 'utf8').trim();
    expect(password).not.toBe('kept-password');
    expect(readFileSync(statements, 'utf8')).toContain(`ALTER ROLE "vault_admin" PASSWORD '${password}'`);
    expect(server.seen[0]?.body).toEqual({ password });
  });

  it('gives Vault nothing where PostgreSQL could not be given a new one', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    const journal = temporaryJournal();
    fakeProgram('docker', 'exit 1');
    await rejected(repairConnection(vault, journal, props(false)));
    expect(server.seen).toEqual([]);
    expect(journal.isInterrupted('prepare database')).toBe(true);
  });

  it('notes what it worked on, without the password', async () => {
    const { vault } = await withVault(() => ({ status: 204 }));
    const journal = temporaryJournal();
    await repairConnection(vault, journal, props(true));
    expect(journal.last('repair connection')?.facts).toEqual({ mount: 'database', connection: 'pg' });
  });
});
