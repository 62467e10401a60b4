import type { FoundVault } from '../../../../common/found/vault';
import { compareVault } from '../../../../review/drift/vault';
import { declared, drift, found } from './support/vault';
import { inLine, ways } from './support/ways';

const [connection] = found.connections;
const [file, log] = found.auditDevices;
if (connection === undefined || file === undefined || log === undefined) throw new Error('nothing to change');
const connected = (settings: Record<string, unknown>): Partial<FoundVault> => ({
  connections: [{ ...connection, settings: { ...connection.settings, ...settings } }],
});

describe('what Vault has otherwise than declared: the database', () => {
  it.each<[string, Partial<FoundVault>, string[]]>([
    [
      'another secrets engine',
      { secretsMounts: [...found.secretsMounts, { path: 'secret', type: 'kv', description: '' }] },
      ['info secrets mount secret: none → kv'],
    ],
    [
      'another database mount of the deployment',
      {
        secretsMounts: [
          ...found.secretsMounts,
          { path: 'before', type: 'database', description: 'dbvault deployment local' },
        ],
      },
      ['medium secrets mount before: none → database, of this deployment before'],
    ],
    [
      'a connection that leads to another host',
      connected({ connection_url: 'postgresql://{{username}}:{{password}}@elsewhere:5432/postgres' }),
      [
        'critical connection main: connection_url postgresql://{{username}}:{{password}}@postgres:5432/postgres?sslmode=verify-full → connection_url postgresql://{{username}}:{{password}}@elsewhere:5432/postgres',
      ],
    ],
    [
      'a connection without TLS',
      connected({ connection_url: 'postgresql://{{username}}:{{password}}@postgres:5432/postgres' }),
      [
        'high connection main: connection_url postgresql://{{username}}:{{password}}@postgres:5432/postgres?sslmode=verify-full → connection_url postgresql://{{username}}:{{password}}@postgres:5432/postgres',
      ],
    ],
    [
      'a further role and another user, in one finding',
      connected({ allowed_roles: ['db-app', 'other'], username: 'postgres' }),
      [
        'high connection main: allowed_roles ["db-app"], username vault_admin → allowed_roles ["db-app","other"], username postgres',
      ],
    ],
    [
      'every role',
      connected({ allowed_roles: ['*'] }),
      ['critical connection main: allowed_roles ["db-app"] → allowed_roles ["*"]'],
    ],
    [
      'a role less',
      connected({ allowed_roles: [] }),
      ['medium connection main: allowed_roles ["db-app"] → allowed_roles unset'],
    ],
    [
      'SQL that is run when the password is rotated',
      connected({ root_credentials_rotate_statements: ['CREATE ROLE x SUPERUSER'] }),
      [
        'critical connection main: root_credentials_rotate_statements unset → root_credentials_rotate_statements ["CREATE ROLE x SUPERUSER"]',
      ],
    ],
    [
      'a connection by hand',
      {
        connections: [
          connection,
          { name: 'other', settings: { username: 'root', connection_url: 'postgresql://a:b@db/shop' } },
        ],
      },
      ['high connection other: none → a login as root to db/shop'],
    ],
    [
      'no connection',
      { connections: [] },
      ['high connection main: a connection → not there: nobody gets a credential'],
    ],
    [
      'a role that a connection lets make users',
      {
        databaseRoles: [...found.databaseRoles, { name: 'other', connection: 'main' }],
        ...connected({ allowed_roles: ['*'] }),
      },
      [
        'critical connection main: allowed_roles ["db-app"] → allowed_roles ["*"]',
        'high role other: none → it makes users by the connection main',
      ],
    ],
    [
      'a role that none lets',
      { databaseRoles: [...found.databaseRoles, { name: 'other', connection: 'main' }] },
      ['medium role other: none → it is to make users by the connection main, which does not let it'],
    ],
    [
      'no role',
      { databaseRoles: [] },
      ['high role db-app: a role → not there: nobody gets a credential of it'],
    ],
    [
      'a static role',
      { staticRoles: ['owner'] },
      ['high static role owner: none → it changes the password of a user that is there, and shows it'],
    ],
    [
      'leases of a role that is not declared',
      { leases: [...found.leases, { path: 'database/creds/old', count: 2 }] },
      ['medium leases of database/creds/old: none → 2, of a role that is not declared'],
    ],
  ])('tells %s', (_, parts, told) => {
    expect(drift(parts).map(inLine)).toEqual(told);
  });

  it.each(['postgresql://admin:s3cret@elsewhere/x', 'postgresql://elsewhere/x?user=a&password=s3cret'])(
    'shows no login that somebody wrote into %s',
    (connection_url) => {
      const told = drift(connected({ connection_url }));
      expect(told).toHaveLength(1);
      expect(JSON.stringify(told)).not.toContain('s3cret');
    },
  );

  it('mends a connection with what differs, and rotates what may have been told elsewhere', () => {
    const url = 'postgresql://{{username}}:{{password}}@elsewhere/x';
    const [led] = drift(connected({ connection_url: url, max_open_connections: 9, tls_ca: 'x' }));
    expect(led?.next).toContain(' max_open_connections=2 tls_ca= && ');
    expect(led?.next).toMatch(/vault write -force database\/rotate-root\/main$/);
    const [same] = drift(connected({ username: 'postgres' }));
    expect(same?.next).toMatch(/vault write database\/config\/main username=vault_admin$/);
  });

  it('ends the users of a role that is there before it, and by force of one that is gone', () => {
    const leases = [{ path: 'database/creds/old', count: 2 }];
    const there = drift({
      leases,
      databaseRoles: [...found.databaseRoles, { name: 'old', connection: 'main' }],
    });
    expect(there.map(({ next }) => next.includes('-force'))).toEqual([false, false]);
    expect(drift({ leases })[0]?.next).toMatch(/-force -prefix database\/creds\/old .*recover orphans/);
  });
});

describe('what Vault has otherwise than declared: what it runs with', () => {
  const raw = { ...log, options: { ...log.options, log_raw: 'true' } };
  const server = (parts: Partial<FoundVault['server']>) => ({ server: { ...found.server, ...parts } });

  it.each<[string, Partial<FoundVault>, string[]]>([
    [
      'an audit device that is disabled',
      { auditDevices: [file] },
      ['high audit device container-log: file stdout → not there: it is disabled'],
    ],
    [
      'none at all',
      { auditDevices: [] },
      [
        'critical audit device file: file /vault/logs/audit.log → not there: nothing is written down',
        'critical audit device container-log: file stdout → not there: nothing is written down',
      ],
    ],
    [
      'a further one',
      { auditDevices: [file, log, { path: 'far', type: 'socket', options: { address: 'far:1' } }] },
      ['medium audit device far: none → socket far:1'],
    ],
    [
      'a further one with secrets in clear',
      { auditDevices: [file, log, { ...raw, path: 'far' }] },
      ['critical audit device far: none → file stdout, with tokens and passwords in clear'],
    ],
    [
      'a declared one with secrets in clear',
      { auditDevices: [file, raw] },
      ['critical audit device container-log: file stdout → file stdout, with tokens and passwords in clear'],
    ],
    [
      'a declared one that writes elsewhere',
      { auditDevices: [file, { ...log, options: { file_path: '/tmp/log' } }] },
      ['high audit device container-log: file stdout → file /tmp/log'],
    ],
    [
      'a listener without TLS',
      server({ listeners: [{ address: '0.0.0.0:8200', hasTls: false }] }),
      ['critical listeners of Vault: 0.0.0.0:8200, with TLS → 0.0.0.0:8200, without TLS'],
    ],
    [
      'a further listener',
      server({ listeners: [...found.server.listeners, { address: '0.0.0.0:9200', hasTls: true }] }),
      ['high listeners of Vault: 0.0.0.0:8200, with TLS → 0.0.0.0:8200, with TLS; 0.0.0.0:9200, with TLS'],
    ],
    ['another storage', server({ storage: 'file' }), ['high storage of Vault: raft → file']],
    [
      'what opens storage and memory',
      server({ rawStorage: true, introspection: true }),
      [
        'high raw storage of Vault: off → on: whoever has sys/raw reads and changes all that is stored',
        'medium introspection of Vault: off → on: it shows what Vault has in memory',
      ],
    ],
    [
      'fewer shares that open it',
      { seal: { keyShares: 5, keyThreshold: 1, ceremonies: [] } },
      ['high key shares: 3 of 5 → 1 of 5'],
    ],
    [
      'more shares than declared',
      { seal: { keyShares: 7, keyThreshold: 4, ceremonies: [] } },
      ['medium key shares: 3 of 5 → 4 of 7'],
    ],
    [
      'a ceremony under way',
      { seal: { ...found.seal, ceremonies: ['generation of a root token'] } },
      ['medium generation of a root token: none → somebody began it, and Vault waits for key shares'],
    ],
    [
      'another plugin',
      { hasPlugin: false },
      ["critical PostgreSQL's plugin: the image's own → another program, or none"],
    ],
  ])('tells %s', (_, parts, told) => {
    expect(drift(parts).map(inLine)).toEqual(told);
  });

  it('tells nothing of what could not be read', () => {
    expect(compareVault(declared, {}, ways)).toEqual([]);
  });
});
