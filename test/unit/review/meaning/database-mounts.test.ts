import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import type { ResourceChange, Values } from '../../../../review/plan/plan';
import { resource } from '../support/changes';
import { connection, connectionAddress, kinds, role, roleAddress, told } from '../support/database';

beforeAll(loadSqlParser);

const address = 'vault_mount.db';
const mount: Values = {
  path: 'database',
  type: 'database',
  description: '',
  default_lease_ttl_seconds: 0,
  max_lease_ttl_seconds: 0,
  audit_non_hmac_response_keys: [],
};
const update = (after: Values) => resource(address, 'update', mount, { ...mount, ...after });
const rotated = 'and the passwords that Vault rotated are known to nobody any more';

describe('what a mount that changes means', () => {
  it.each<[string, ResourceChange[], string[]]>([
    ['its description', [update({ description: 'other' })], []],
    ['new', [resource(address, 'create', null, mount)], []],
    [
      'gone',
      [resource(address, 'delete', mount, null)],
      [
        `critical mount-lost: The mount database is deleted, with all its connections and roles: credentials that are out end, ${rotated} [delete]`,
      ],
    ],
    [
      'replaced under what stays as it is',
      [
        resource(address, 'replace', mount, { ...mount, local: true }, { replacedBy: ['local'] }),
        resource(connectionAddress, 'no-op', connection, connection),
        resource(roleAddress, 'no-op', role, role),
      ],
      [
        `critical mount-lost: The mount database is made anew, empty, with all its connections pg and roles app: credentials that are out end, ${rotated} [replaced: local]`,
      ],
    ],
    [
      'of another engine',
      [resource('vault_mount.kv', 'delete', { path: 'kv', type: 'kv' }, null)],
      [
        'critical mount-lost: The mount kv (kv) is deleted: all that Vault keeps in it is lost, and its leases end [delete]',
      ],
    ],
    [
      'moved',
      [update({ path: 'db' })],
      [
        'high leases-revoked: The mount database moves to db: all credentials of it that are out end, and whoever asks at database gets nothing any more [path]',
      ],
    ],
    [
      'of longer leases',
      [update({ default_lease_ttl_seconds: 3600, max_lease_ttl_seconds: 40 * 86_400 })],
      [
        'low ttl-lowered: Credentials of the mount database, unless a role says otherwise, live for 1 hour, not 32 days [default_lease_ttl_seconds]',
        'high ttl-raised: Credentials of the mount database can be renewed up to 40 days, not 32 days [max_lease_ttl_seconds]',
      ],
    ],
    [
      'with answers in clear',
      [update({ audit_non_hmac_response_keys: ['password'] })],
      [
        'high audit-lost: Audit logs have password of the mount database in clear [audit_non_hmac_response_keys]',
      ],
    ],
  ])('%s', (_, resources, lines) => {
    expect(told(...resources)).toEqual(lines);
  });

  it('says that leases keep a mount from going whose connections go first', () => {
    const found = told(
      resource(address, 'delete', mount, null),
      resource(connectionAddress, 'delete', connection, null),
    );
    expect(found[0]).toContain('credentials that are out keep it from going');
    expect(found[1]).toMatch(/^critical connection-removed/);
  });

  it('says that what was left half-way is made anew', () => {
    const tainted = resource(address, 'replace', mount, mount, { reason: 'replace_because_tainted' });
    expect(kinds(tainted)).toEqual(['critical mount-lost', 'info tainted']);
  });
});

const block = (name: string, more: Values = {}) => ({
  name,
  connection_url: 'postgresql://{{username}}:{{password}}@pg:5432/shop',
  username: 'vault_admin',
  password_wo_version: 1,
  allowed_roles: ['app'],
  ...more,
});
const together = 'vault_database_secrets_mount.db';
const withBlocks = (...postgresql: Values[]): Values => ({ path: 'database', mysql: [], postgresql });

describe('what connections that stand in their mount mean', () => {
  const before = withBlocks(block('a'), block('b', { username: 'other' }));
  it.each<[string, Values, Partial<ResourceChange>, string[]]>([
    [
      'a further role',
      withBlocks(block('a', { allowed_roles: ['app', 'x'] }), block('b', { username: 'other' })),
      {},
      ['medium allowed-role-added'],
    ],
    ['in another order', withBlocks(block('b', { username: 'other' }), block('a')), {}, []],
    [
      'a raised version of the password',
      withBlocks(block('a', { password_wo_version: 2 }), block('b', { username: 'other' })),
      {},
      ['critical password-overwritten'],
    ],
    [
      'another password of one',
      before,
      { changedSecrets: ['postgresql', 'postgresql.1.password'] },
      ['critical password-overwritten'],
    ],
    [
      'a further one',
      withBlocks(block('a'), block('b', { username: 'other' }), block('c', { username: 'c' })),
      {},
      ['info connection-added'],
    ],
    ['another path', { ...before, path: 'db' }, {}, ['high leases-revoked']],
    [
      'one of them gone: the provider makes the whole mount anew',
      withBlocks(block('a')),
      { action: 'replace', replacedBy: ['engine_count'] },
      ['critical mount-lost', 'critical connection-replaced', 'critical connection-removed'],
    ],
    [
      'one of them renamed: the same',
      withBlocks(block('a2'), block('b', { username: 'other' })),
      { action: 'replace', replacedBy: ['postgresql'] },
      ['critical mount-lost', 'critical connection-replaced', 'critical connection-replaced'],
    ],
  ])('%s', (_, after, more, found) => {
    expect(kinds({ ...resource(together, 'update', before, after), ...more }).sort()).toEqual(
      [...found].sort(),
    );
  });
});
