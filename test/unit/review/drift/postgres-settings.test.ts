import type { FoundHbaRule, FoundSetting } from '../../../../common/found/postgres';
import { declaredStart } from '../../../../review/drift/postgres/from-plans';
import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import { planOf, resource } from '../support/changes';
import { drift, found } from './support/postgres';
import { inLine } from './support/ways';

beforeAll(loadSqlParser);

const [local, network] = found.hba;
if (local === undefined || network === undefined) throw new Error('nothing to change');
const open: FoundHbaRule = { ...network, type: 'host', method: 'trust' };
const set = (name: string, value: string, isBySystem = true): FoundSetting => ({ name, value, isBySystem });

describe('what PostgreSQL has otherwise than declared: settings', () => {
  it.each<[string, FoundSetting, string[]]>([
    ['TLS that is off', set('ssl', 'off', false), ['high setting ssl: on → off']],
    ['statements that are logged', set('log_statement', 'all'), ['medium setting log_statement: none → all']],
    [
      'what nobody declared, without its value',
      set('primary_conninfo', 'password=s3cret'),
      ['low setting primary_conninfo: none → set with ALTER SYSTEM'],
    ],
    [
      'what runs programs',
      set('archive_command', 'curl'),
      ['high setting archive_command: none → set with ALTER SYSTEM'],
    ],
    ['nothing of what is as declared, whoever set it', set('log_statement', 'none'), []],
    ['nothing of what stands in its own file', set('max_connections', '100', false), []],
  ])('tells %s', (_, setting, told) => {
    expect(drift({ settings: [setting] }).map(inLine)).toEqual(told);
  });

  it('takes back what ALTER SYSTEM set, and says where else it may stand', () => {
    expect(drift({ settings: [set('ssl', 'off')] })[0]?.next).toContain(`'ALTER SYSTEM RESET "ssl"'`);
    expect(drift({ settings: [set('ssl', 'off', false)] })[0]?.next).toMatch(
      /^take ssl out of postgresql.conf/,
    );
  });

  it.each<[string, FoundHbaRule[], string[]]>([
    [
      'a line that lets everybody in',
      [local, network, open],
      ['critical pg_hba.conf: none → host all all all trust'],
    ],
    [
      'one of the container itself',
      [local, network, { ...open, address: '127.0.0.1' }],
      ['high pg_hba.conf: none → host all all 127.0.0.1 trust'],
    ],
    [
      'one in the place of another',
      [local, { ...network, type: 'host' }],
      ['high pg_hba.conf: hostssl all all all scram-sha-256 → host all all all scram-sha-256'],
    ],
    ['one that is missing', [network], ['high pg_hba.conf: local all all trust → none']],
    ['another order', [network, local], ['high pg_hba.conf: none → the same in another order']],
  ])('tells %s in pg_hba.conf', (_, hba, told) => {
    expect(drift({ hba }).map(inLine)).toEqual(told);
  });

  it("tells of an image's own pg_hba.conf only what lets in over the network", () => {
    const own = { hba: [local, { ...open, address: '127.0.0.1' }, { ...open, method: 'scram-sha-256' }] };
    expect(drift(own, { hba: undefined })).toEqual([]);
    expect(drift({ hba: [local, open] }, { hba: undefined }).map(inLine)).toEqual([
      'critical pg_hba.conf: a password for all that comes over the network → host all all all trust',
    ]);
  });
});

describe('what PostgreSQL is declared to be started with', () => {
  const container = (more: object) =>
    planOf(
      'containers',
      resource(
        'docker_container.vault',
        'no-op',
        {},
        { labels: [{ label: 'dbvault.part', value: 'vault' }] },
      ),
      resource(
        'docker_container.postgres',
        'no-op',
        {},
        {
          labels: [{ label: 'dbvault.part', value: 'postgres' }],
          ...more,
        },
      ),
    );

  it('is in its arguments and in the file that is uploaded', () => {
    const command = ['postgres', '-c', 'ssl=on', '-c', 'hba_file=/hba', '-c', 'search_path=a=b'];
    const content = '# who\nlocal   all  all       trust\n\nhostssl a,b  c    all  scram-sha-256\n';
    const upload = [
      { file: '/other', content: 'host all all all trust' },
      { file: '/hba', content },
    ];
    expect(declaredStart([container({ command, upload })])).toEqual({
      settings: { log_statement: 'none', ssl: 'on', hba_file: '/hba', search_path: 'a=b' },
      hba: [
        { type: 'local', databases: ['all'], users: ['all'], address: null, method: 'trust' },
        { type: 'hostssl', databases: ['a', 'b'], users: ['c'], address: 'all', method: 'scram-sha-256' },
      ],
    });
  });

  it("is the image's own way where nothing is said", () => {
    expect(declaredStart([container({})])).toEqual({ settings: { log_statement: 'none' }, hba: undefined });
    expect(declaredStart([])).toEqual({ settings: { log_statement: 'none' }, hba: undefined });
  });
});
