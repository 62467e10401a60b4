import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../../../../common/run';
import { Ways } from '../../../../review/drift/ways';
import { fakeProgram } from '../../support/fake-program';
import { temporaryFolder } from '../../support/temporary-folder';

const hostile = `a'b"c $(touch x) \`id\`; -- \\`;
const ways = new Ways({
  option: ' --deployment seed',
  vaultContainer: 'the vault',
  postgres: { container: 'pg', superuser: 'post gres', database: hostile },
});

/** What a shell makes of a command: the words that docker gets, and the token beside them. */
async function wordsOf(command: string): Promise<string[]> {
  const file = join(temporaryFolder(), 'words');
  const script = `case "$0" in */npx) echo "s.$3" ;; *) printf '%s\\n' "$@" "$VAULT_TOKEN" > '${file}' ;; esac`;
  const program = fakeProgram('docker', script);
  symlinkSync(program, join(dirname(program), 'npx'));
  expect((await run('sh', ['-c', command])).exitCode).toBe(0);
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

describe('commands that mend what was found', () => {
  const inVault = ['exec', '--env', 'VAULT_TOKEN', 'the vault', 'vault'];

  it('reach Vault as root, with the token in no argument', async () => {
    const command = ways.asRoot('policy', 'delete', hostile);
    expect(await wordsOf(command)).toEqual([...inVault, 'policy', 'delete', hostile, 's.root']);
    expect(command).toMatch(/ && npx dbvault revoke-root --deployment seed$/);
  });

  it('reach Vault as db-admin', async () => {
    expect(await wordsOf(ways.asDbAdmin('write', 'a', `url=${hostile}`))).toEqual([
      ...inVault,
      'write',
      'a',
      `url=${hostile}`,
      's.db-admin',
    ]);
  });

  it('reach PostgreSQL as the superuser, each statement by itself', async () => {
    expect(await wordsOf(ways.psql('SELECT 1', hostile))).toEqual([
      'exec',
      '--user',
      'postgres',
      'pg',
      'psql',
      '--username=post gres',
      `--dbname=${hostile}`,
      '--command=SELECT 1',
      `--command=${hostile}`,
    ]);
  });

  it('are as short as a person writes them where nothing needs quotes', () => {
    expect(ways.docker('network', 'disconnect', 'dbvault-local', 'app')).toBe(
      'docker network disconnect dbvault-local app',
    );
    expect(ways.up).toBe('npx dbvault up --deployment seed');
    expect(ways.vaultAnew).toBe("docker rm --force 'the vault'; npx dbvault up --deployment seed");
    expect(ways.postgresAnew).toBe('docker rm --force pg; npx dbvault up --deployment seed');
    expect(ways.asNobody('operator', 'rekey', '-cancel')).toBe(
      "docker exec 'the vault' vault operator rekey -cancel",
    );
  });
});
