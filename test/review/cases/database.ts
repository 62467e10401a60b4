import type { RoleProps } from '../../../constructs/deployment';
import { at } from '../support/addresses';
import { deployment, withSql } from '../support/deployments';
import type { Expected, ReviewCase } from '../support/review-case';

const base = deployment();
const reader = { connection: 'pg', creationSql: 'sql/readonly.sql' };
const having = (role: Partial<RoleProps>) => deployment({ roles: { reader: { ...reader, ...role } } });
const creating = (more: string) => withSql(base, { creation: (sql) => `${sql}\n${more}` });
const ofRole = (kind: Expected['kind'], severity?: Expected['severity']): Expected => ({
  kind,
  address: at.reader,
  ...(severity === undefined ? {} : { severity }),
});
const oneMinuteMore = (severity: 'low' | 'medium'): Expected => ({
  kind: 'login-bounds',
  address: at.appOperatorRole,
  severity,
});
const writer = 'vault_database_secret_backend_role.role-writer_role_634CCC4F';
const allowed = (change: 'added' | 'removed'): Expected => ({
  kind: `allowed-role-${change}`,
  address: at.connection,
});

/** What users of a role may do, for how long, and how Vault logs in. */
export const databaseCases: readonly ReviewCase[] = [
  {
    title: 'credentials live longer, and the tokens that ask for them with them',
    before: base,
    after: having({ defaultTtlSeconds: 7200 }),
    expected: [
      ofRole('ttl-raised', 'medium'),
      { kind: 'login-bounds', address: at.appRole, severity: 'medium' },
      oneMinuteMore('medium'),
      oneMinuteMore('medium'),
    ],
  },
  {
    title: 'credentials live shorter',
    before: base,
    after: having({ defaultTtlSeconds: 600 }),
    expected: [ofRole('ttl-lowered', 'low'), oneMinuteMore('low'), oneMinuteMore('low')],
  },
  {
    title: 'credentials are renewed for a week',
    before: base,
    after: having({ maxTtlSeconds: 7 * 86_400 }),
    expected: [ofRole('ttl-raised', 'medium')],
  },
  {
    title: 'credentials are renewed for a month',
    before: base,
    after: having({ maxTtlSeconds: 30 * 86_400 }),
    expected: [ofRole('ttl-raised', 'high')],
  },
  {
    title: 'credentials are renewed for two hours',
    before: base,
    after: having({ maxTtlSeconds: 7200 }),
    expected: [ofRole('ttl-lowered', 'low')],
  },
  {
    title: 'users may write to a table',
    before: base,
    after: creating('GRANT INSERT, UPDATE ON orders TO "{{name}}";'),
    expected: [ofRole('privilege-gained')],
  },
  {
    title: 'users may do everything with all tables',
    before: base,
    after: creating('GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO "{{name}}";'),
    expected: [
      ofRole('privilege-gained', 'high'),
      ofRole('privilege-gained', 'medium'),
      ofRole('privilege-gained', 'low'),
    ],
  },
  {
    title: 'users are superusers',
    before: base,
    after: withSql(base, { creation: (sql) => sql.replace('WITH LOGIN', 'WITH SUPERUSER LOGIN') }),
    expected: [ofRole('privilege-gained', 'critical')],
  },
  {
    title: 'users may read every table of every owner',
    before: base,
    after: withSql(base, {
      creation: (sql) => sql.replace('IN ROLE app_readonly', 'IN ROLE app_readonly, pg_read_all_data'),
    }),
    expected: [ofRole('privilege-gained')],
  },
  {
    title: 'users lose the group that lets them read',
    before: base,
    after: withSql(base, { creation: (sql) => sql.replace('IN ROLE app_readonly', '') }),
    expected: [ofRole('privilege-lost', 'low')],
  },
  {
    title: 'users read one table in the place of what a group reads',
    before: base,
    after: withSql(base, {
      creation: (sql) => `${sql.replace('IN ROLE app_readonly', '')}\nGRANT SELECT ON orders TO "{{name}}";`,
    }),
    expected: [ofRole('privilege-lost'), ofRole('privilege-gained')],
  },
  {
    title: 'making a user does what nobody can tell by reading',
    before: base,
    after: creating(`DO $$ BEGIN EXECUTE format('GRANT %I TO %I', 'app_' || 'owner', '{{name}}'); END $$;`),
    expected: [ofRole('sql-opaque')],
  },
  {
    title: 'a comment has a semicolon, at which Vault cuts it',
    before: base,
    after: withSql(base, { creation: (sql) => `-- A user; it reads.\n${sql}` }),
    expected: [ofRole('sql-opaque', 'high'), ofRole('privilege-lost', 'low')],
  },
  {
    title: 'everybody may read a table, whoever gets credentials',
    before: base,
    after: creating('GRANT SELECT ON orders TO PUBLIC;'),
    expected: [ofRole('privilege-gained')],
  },
  {
    title: 'users stay when their lease ends',
    before: base,
    after: withSql(base, { revocation: () => 'SELECT 1;' }),
    expected: [ofRole('revocation-changed', 'high')],
  },
  {
    title: 'users are dropped by one statement',
    before: base,
    after: withSql(base, { revocation: () => 'DROP ROLE IF EXISTS "{{name}}";' }),
    expected: [ofRole('revocation-changed')],
  },
  {
    title: 'there is a further role',
    before: base,
    after: deployment({ roles: { reader, writer: reader } }),
    expected: [
      { kind: 'role-added', address: writer, severity: 'info' },
      { kind: 'privilege-gained', address: writer },
      allowed('added'),
    ],
  },
  {
    title: 'a role goes',
    before: deployment({ roles: { reader, writer: reader } }),
    after: base,
    expected: [{ kind: 'role-removed', address: writer, severity: 'high' }, allowed('removed')],
  },
  {
    title: 'a role gets another name',
    before: base,
    after: deployment({ roles: { reader2: reader } }),
    expected: [
      { kind: 'role-removed', address: 'vault_database_secret_backend_role.role-reader2_role_03E4F561' },
      allowed('added'),
      allowed('removed'),
    ],
  },
  {
    title: 'the connection gets another name',
    before: base,
    after: deployment({ connections: { pgx: {} }, roles: { reader: { ...reader, connection: 'pgx' } } }),
    expected: [
      {
        kind: 'connection-replaced',
        address: 'vault_database_secret_backend_connection.connection-pgx_connection_E53D7695',
        severity: 'critical',
      },
      { kind: 'role-removed', address: at.reader, severity: 'medium' },
    ],
  },
  {
    title: 'Vault logs in as the superuser',
    before: base,
    after: deployment({ connections: { pg: { username: 'postgres' } } }),
    expected: [
      { kind: 'connection-changed', address: at.connection, severity: 'high' },
      { kind: 'database-restarted', address: at.postgres },
    ],
  },
  {
    title: 'users are made in another database',
    before: base,
    after: deployment({ postgres: { database: 'orders' } }),
    expected: [
      { kind: 'connection-changed', address: at.connection },
      { kind: 'database-restarted', address: at.postgres },
    ],
  },
  {
    title: 'the mount gets another path',
    before: base,
    after: deployment({ mount: 'db' }),
    expected: [
      { kind: 'leases-revoked', address: at.mount, severity: 'high' },
      { kind: 'connection-replaced', address: at.connection, severity: 'critical' },
      ofRole('role-removed'),
    ],
  },
  {
    title: 'the connection was left half-way',
    before: base,
    after: base,
    tainted: [at.connection],
    expected: [
      { kind: 'connection-replaced', address: at.connection, severity: 'critical' },
      { kind: 'tainted', address: at.connection, severity: 'info' },
    ],
  },
  {
    title: 'a role was left half-way',
    before: base,
    after: base,
    tainted: [at.reader],
    expected: [ofRole('tainted', 'info')],
  },
];
