import { having, plainDatabase as base, without } from '../support/plain-hcl';
import type { Expected, ReviewCase } from '../support/review-case';

const connection = 'vault_database_secret_backend_connection.orders';
const role = 'vault_database_secret_backend_role.reader';
const mount = 'vault_mount.db';
const ofConnection = (kind: Expected['kind'], severity?: Expected['severity']): Expected => ({
  kind,
  address: connection,
  ...(severity === undefined ? {} : { severity }),
});

/** Databases of projects that nobody here made. */
export const plainDatabaseCases: readonly ReviewCase[] = [
  {
    title: 'plain HCL: the version of the password is raised',
    before: base,
    after: having(base, ['password_wo_version = 1', 'password_wo_version = 2']),
    expected: [ofConnection('password-overwritten', 'critical')],
  },
  {
    title: 'plain HCL: the version of the password is raised, and nothing is tried',
    before: base,
    after: having(
      base,
      ['password_wo_version = 1', 'password_wo_version = 2'],
      ['verify_connection = true', 'verify_connection = false'],
    ),
    expected: [ofConnection('password-overwritten', 'critical'), ofConnection('verification-off', 'high')],
  },
  {
    title: 'plain HCL: a password that stands in the state is another one',
    before: having(base, [/password_wo .*\n.*/, 'password = "one"']),
    after: having(base, [/password_wo .*\n.*/, 'password = "two"']),
    expected: [ofConnection('password-overwritten', 'critical')],
  },
  {
    title: 'plain HCL: a connection is not tried any more',
    before: base,
    after: having(base, ['verify_connection = true', 'verify_connection = false']),
    expected: [ofConnection('verification-off', 'high')],
  },
  {
    title: 'plain HCL: every role may use a connection',
    before: base,
    after: having(base, ['allowed_roles     = ["reader"]', 'allowed_roles     = ["*"]']),
    expected: [ofConnection('allowed-role-added', 'high')],
  },
  {
    title: 'plain HCL: a connection leads to another host',
    before: base,
    after: having(base, ['db.internal', 'db2.internal']),
    expected: [ofConnection('connection-changed', 'high')],
  },
  {
    title: 'plain HCL: a connection does not check certificates any more',
    before: base,
    after: having(base, ['sslmode=verify-full', 'sslmode=require']),
    expected: [ofConnection('connection-changed', 'high')],
  },
  {
    title: 'plain HCL: a connection gets another name in its place',
    before: base,
    after: having(base, ['name              = "orders"', 'name              = "shop"']),
    expected: [ofConnection('connection-replaced', 'critical')],
  },
  {
    title: 'plain HCL: a connection goes, with its role',
    before: base,
    after: without(without(base, role), connection),
    expected: [
      ofConnection('connection-removed', 'critical'),
      { kind: 'role-removed', address: role, severity: 'high' },
    ],
  },
  {
    title: 'plain HCL: a connection is replaced on purpose',
    before: base,
    after: base,
    tainted: [connection],
    expected: [ofConnection('connection-replaced', 'critical'), ofConnection('tainted')],
  },
  {
    title: 'plain HCL: a mount goes, with all that is in it',
    before: base,
    after: without(without(without(base, role), connection), mount),
    expected: [
      { kind: 'mount-lost', address: mount, severity: 'critical' },
      ofConnection('connection-removed', 'critical'),
      { kind: 'role-removed', address: role, severity: 'high' },
    ],
  },
  {
    title: 'plain HCL: a mount of something else goes',
    before: `${base}\nresource "vault_mount" "kv" {\n  path = "secret"\n  type = "kv-v2"\n}\n`,
    after: base,
    expected: [{ kind: 'mount-lost', address: 'vault_mount.kv', severity: 'critical' }],
  },
  {
    title: 'plain HCL: a role has no bound of its own for how long credentials live',
    before: base,
    after: having(base, [/ {2}default_ttl.*\n.*\n/, '']),
    expected: [
      { kind: 'ttl-raised', address: role, severity: 'high' },
      { kind: 'ttl-raised', address: role, severity: 'high' },
    ],
  },
  {
    title: 'plain HCL: users may delete',
    before: base,
    after: having(base, ['GRANT SELECT ON', 'GRANT SELECT, DELETE ON']),
    expected: [{ kind: 'privilege-gained', address: role }],
  },
  {
    title: 'plain HCL: users may read less',
    before: having(base, ['GRANT SELECT ON orders', 'GRANT SELECT ON orders, customers']),
    after: base,
    expected: [{ kind: 'privilege-lost', address: role, severity: 'low' }],
  },
  {
    title: 'plain HCL: users may make databases',
    before: base,
    after: having(base, ['LOGIN PASSWORD', 'CREATEDB LOGIN PASSWORD']),
    expected: [{ kind: 'privilege-gained', address: role, severity: 'high' }],
  },
  {
    title: 'plain HCL: sessions of users go on when their lease ends',
    before: base,
    after: having(base, [/.*pg_terminate_backend.*\n/, '']),
    expected: [{ kind: 'revocation-changed', address: role, severity: 'medium' }],
  },
];
