import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import type { ResourceChange, Values } from '../../../../review/plan/plan';
import { resource } from '../support/changes';
import {
  connection,
  connectionAddress,
  connectionUpdate,
  kinds,
  told,
  withDetails,
} from '../support/database';

beforeAll(loadSqlParser);

const url = (rest: string) => ({ connection_url: `postgresql://{{username}}:{{password}}@${rest}` });

describe('what a connection that changes means', () => {
  it.each<[string, Values, string[]]>([
    [
      'a further role',
      { ...connection, allowed_roles: ['app', 'writer'] },
      [
        'medium allowed-role-added: The role writer may make users by the connection pg [allowed_roles: app, writer]',
      ],
    ],
    [
      'every role',
      { ...connection, allowed_roles: ['*'] },
      [
        'high allowed-role-added: Every role of database, also one that somebody adds later, may make users by the connection pg [allowed_roles: *]',
      ],
    ],
    [
      'a pattern of roles, which takes the one it had',
      { ...connection, allowed_roles: ['ap*', 'x-*-y'] },
      [
        'medium allowed-role-added: The roles ap* and x-*-y may make users by the connection pg [allowed_roles: ap*, x-*-y]',
      ],
    ],
    [
      'no role',
      { ...connection, allowed_roles: null },
      [
        'low allowed-role-removed: The role app may make no more users by the connection pg; credentials that are out stay, and are renewed [allowed_roles: none]',
      ],
    ],
    [
      'another host and port',
      withDetails(url('db:5433/shop?sslmode=verify-full')),
      [
        'high connection-changed: The connection pg leads to the host db, not pg; credentials that are out are ended there, where they are not [host]',
        'medium connection-changed: The connection pg leads to port 5433, not 5432 [port]',
      ],
    ],
    [
      'another database',
      withDetails(url('pg/other?sslmode=verify-full')),
      ['medium connection-changed: The connection pg leads to the database other, not shop [database]'],
    ],
    [
      'another user',
      withDetails({ username: 'postgres' }),
      [
        'high connection-changed: Vault logs in by the connection pg as postgres, not vault_admin, with the password that it has [username]',
      ],
    ],
    [
      'weaker TLS',
      withDetails(url('pg:5432/shop?sslmode=require')),
      [
        'high connection-changed: What goes between Vault and the database of pg is protected worse [sslmode: verify-full → require]',
      ],
    ],
    [
      'no word of TLS',
      withDetails(url('pg:5432/shop')),
      [
        'high connection-changed: What goes between Vault and the database of pg is protected worse [sslmode: verify-full → unset]',
      ],
    ],
    [
      'passwords in clear',
      withDetails({ password_authentication: 'password' }),
      [
        "medium connection-changed: Vault sends passwords in clear by the connection pg, so that they may stand in the database's log [password_authentication: password]",
      ],
    ],
    [
      'another authority',
      withDetails({ tls_ca: 'PEM' }),
      [
        'medium connection-changed: Vault trusts another authority for certificates by the connection pg [tls_ca]',
      ],
    ],
    [
      'other names of users',
      withDetails({ username_template: 'x' }),
      ['low connection-changed: Vault gives users other names by the connection pg [username_template]'],
    ],
    [
      'another plugin',
      { ...connection, plugin_name: 'postgresql-own' },
      [
        'high connection-changed: Another plugin serves the connection pg: postgresql-own, not postgresql-database-plugin [plugin_name]',
      ],
    ],
    [
      'another password policy',
      { ...connection, password_policy: 'short' },
      ['low connection-changed: Passwords of pg are made by short [password_policy]'],
    ],
    [
      'other statements that rotate it',
      { ...connection, root_rotation_statements: ['ALTER ROLE a'] },
      [
        'medium connection-changed: The password of pg itself is rotated by other statements [root_rotation_statements]',
      ],
    ],
    [
      'no trying',
      { ...connection, verify_connection: false },
      [
        'high verification-off: Vault takes what is written to the connection pg without trying it: a wrong password or address locks it out unseen [verify_connection: false]',
      ],
    ],
    [
      'a raised version of the password',
      withDetails({ password_wo_version: 2 }),
      [
        'critical password-overwritten: The password that Vault rotated for pg:5432/shop as vault_admin by the connection pg is overwritten with the one that Terraform was given; Vault tries it first and refuses one that the database does not take [password_wo_version: 1 → 2]',
      ],
    ],
    [
      'no version of the password',
      withDetails({ password_wo_version: null }),
      [
        'critical password-overwritten: The password that Vault rotated for pg:5432/shop as vault_admin by the connection pg is overwritten with the one that Terraform was given; Vault tries it first and refuses one that the database does not take [password_wo_version: 1 → 0]',
      ],
    ],
    [
      'another name in the same place of the state',
      { ...connection, name: 'pg2' },
      [
        'critical connection-replaced: The connection pg is written again as pg2, to which the password that Vault rotated does not go along; pg stays in Vault, and Terraform forgets it [name]',
      ],
    ],
  ])('%s', (_, after, lines) => {
    expect(told(connectionUpdate(after))).toEqual(lines);
  });

  it.each<[string, Values, Values?]>([
    ['what is unset is empty where it was read', withDetails({ tls_ca: null, password_wo_version: 1 })],
    [
      'the order of roles',
      { ...connection, allowed_roles: ['b', 'app'] },
      { ...connection, allowed_roles: ['app', 'b'] },
    ],
    [
      'a role that was allowed by a pattern',
      { ...connection, allowed_roles: ['a*', 'app'] },
      { ...connection, allowed_roles: ['a*'] },
    ],
    ['the port that a URL means', withDetails(url('pg/shop?sslmode=verify-full'))],
    [
      'the order of what the URL says, and what is no protection',
      withDetails(url('pg:5432/shop?connect_timeout=3&sslmode=verify-full')),
    ],
    ['more sessions kept open', withDetails({ max_open_connections: 20, max_idle_connections: 4 })],
    ['trying from now on', connection, { ...connection, verify_connection: false }],
    ['a plugin that only the apply tells', { ...connection, plugin_name: null }],
    [
      'the same statements that rotate it',
      { ...connection, root_rotation_statements: ['alter role a;'] },
      { ...connection, root_rotation_statements: ['ALTER ROLE a'] },
    ],
  ])('says nothing of %s', (_, after, before = connection) => {
    expect(told(connectionUpdate(after, {}, before))).toEqual([]);
  });

  it('says that nobody tries an overwritten password where that is off', () => {
    const off = { verify_connection: false };
    const after = { ...withDetails({ password_wo_version: 2 }), ...off };
    const [line] = told(connectionUpdate(after, {}, { ...connection, ...off }));
    expect(line).toContain('Vault does not try it, and is locked out where the database does not take it');
  });

  it('says that a password is another one, and nothing where another part of its block changes', () => {
    const secret = (path: string) => ({ changedSecrets: ['postgresql', `postgresql.0.${path}`] });
    expect(kinds(connectionUpdate(connection, secret('password')))).toEqual([
      'critical password-overwritten',
    ]);
    expect(kinds(connectionUpdate(connection, secret('private_key')))).toEqual([
      'critical password-overwritten',
    ]);
    expect(kinds(connectionUpdate(withDetails({ max_open_connections: 9 })))).toEqual([]);
  });

  it('says that roles are known only after the apply', () => {
    const rest = Object.fromEntries(Object.entries(connection).filter(([name]) => name !== 'allowed_roles'));
    expect(kinds(connectionUpdate(rest, { unknown: ['allowed_roles'] }))).toEqual([
      'medium allowed-role-added',
    ]);
  });
});

const create = (address: string, values: Values) => resource(address, 'create', null, values);
const remove = (address: string, values: Values) => resource(address, 'delete', values, null);
const other = 'vault_database_secret_backend_connection.other';

describe('what becomes of a connection', () => {
  it.each<[string, ResourceChange[], string[]]>([
    [
      'new',
      [create(connectionAddress, { ...connection, plugin_name: undefined })],
      [
        'info connection-added: Vault logs in to pg:5432/shop as vault_admin by the connection pg, for app [created]',
      ],
    ],
    [
      'new, for every role, and untried',
      [create(connectionAddress, { ...connection, allowed_roles: ['*'], verify_connection: false })],
      [
        'info connection-added: Vault logs in to pg:5432/shop as vault_admin by the connection pg, for * [created]',
        'high allowed-role-added: Every role of database, also one that somebody adds later, may make users by the connection pg [allowed_roles: *]',
        'high verification-off: Vault takes what is written to the connection pg without trying it: a wrong password or address locks it out unseen [verify_connection: false]',
      ],
    ],
    [
      'gone',
      [remove(connectionAddress, connection)],
      [
        'critical connection-removed: Vault loses the connection pg and its login to pg:5432/shop as vault_admin: the password that it rotated is known to nobody any more, and credentials that are out cannot be ended [deleted]',
      ],
    ],
    [
      'replaced',
      [
        resource(connectionAddress, 'replace', connection, withDetails({ password_wo_version: 2 }), {
          replacedBy: ['backend'],
        }),
      ],
      [
        'critical connection-replaced: The connection pg is made anew: the password that Vault rotated is lost, and where pg:5432/shop as vault_admin does not take the first one any more, Vault makes no users and ends none [replaced: backend]',
      ],
    ],
    [
      'of another name and address',
      [remove(connectionAddress, connection), create(other, { ...connection, name: 'main' })],
      [
        `critical connection-replaced: The connection pg, as main, is made anew: the password that Vault rotated is lost, and where pg:5432/shop as vault_admin does not take the first one any more, Vault makes no users and ends none [${connectionAddress} is deleted and ${other} is made]`,
      ],
    ],
    [
      'of another address alone',
      [create(other, connection), remove(connectionAddress, connection)],
      [
        `critical connection-replaced: The connection pg is made anew: the password that Vault rotated is lost, and where pg:5432/shop as vault_admin does not take the first one any more, Vault makes no users and ends none; it is deleted and made under another address, in whichever order, so that it may be gone afterwards [${connectionAddress} is deleted and ${other} is made]`,
      ],
    ],
    ['forgotten by the state alone', [resource(connectionAddress, 'forget', connection, null)], []],
    ['as it was', [resource(connectionAddress, 'no-op', connection, connection)], []],
  ])('%s', (_, resources, lines) => {
    expect(told(...resources)).toEqual(lines);
  });

  it('is the same of another address where it has its name, wherever it leads', () => {
    expect(
      kinds(
        remove(connectionAddress, connection),
        create(other, withDetails(url('db:5432/shop?sslmode=verify-full'))),
      ),
    ).toEqual(['critical connection-replaced', 'high connection-changed']);
  });

  it('is told of another one, where it leads elsewhere', () => {
    const elsewhere = { ...withDetails(url('db/shop')), name: 'main' };
    expect(kinds(remove(connectionAddress, connection), create(other, elsewhere))).toEqual([
      'info connection-added',
      'critical connection-removed',
    ]);
  });

  it('says that what was left half-way is made anew', () => {
    const reason = 'replace_because_tainted';
    expect(kinds(resource(connectionAddress, 'replace', connection, connection, { reason }))).toEqual([
      'critical connection-replaced',
      'info tainted',
    ]);
  });
});
