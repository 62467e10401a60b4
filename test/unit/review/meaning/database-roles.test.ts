import { databaseFindings } from '../../../../review/meaning/database';
import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import type { ResourceChange, Values } from '../../../../review/plan/plan';
import { planOf, resource } from '../support/changes';
import {
  connection,
  connectionAddress,
  creation,
  revocation,
  role,
  roleAddress,
  roleUpdate,
  told,
  user,
  withDetails,
} from '../support/database';

beforeAll(loadSqlParser);

const day = 86_400;
const drop = `DROP ROLE ${user}`;
const who = 'Credentials of the role app';

describe('how long credentials live', () => {
  it.each<[string, Values, Values, string[]]>([
    [
      'longer',
      {},
      { default_ttl: 7200 },
      [`medium ttl-raised: ${who} live for 2 hours, not 1 hour [default_ttl]`],
    ],
    [
      'shorter',
      {},
      { default_ttl: 60 },
      [`low ttl-lowered: ${who} live for 1 minute, not 1 hour [default_ttl]`],
    ],
    [
      'with renewals up to a week',
      {},
      { max_ttl: 7 * day },
      [`medium ttl-raised: ${who} can be renewed up to 7 days, not 1 day [max_ttl]`],
    ],
    [
      'with renewals past a week',
      {},
      { max_ttl: 8 * day },
      [`high ttl-raised: ${who} can be renewed up to 8 days, not 1 day [max_ttl]`],
    ],
    [
      "for Vault's own time, where nothing is said",
      {},
      { default_ttl: null, max_ttl: 0 },
      [
        `high ttl-raised: ${who} live for 32 days, not 1 hour [default_ttl]`,
        `high ttl-raised: ${who} can be renewed up to 32 days, not 1 day [max_ttl]`,
      ],
    ],
    [
      'no longer than the most',
      {},
      { max_ttl: 600 },
      [
        `low ttl-lowered: ${who} live for 10 minutes, not 1 hour [default_ttl, max_ttl]`,
        `low ttl-lowered: ${who} can be renewed up to 10 minutes, not 1 day [max_ttl]`,
      ],
    ],
    [
      'the same: what is past the most does not count',
      { default_ttl: 2 * day },
      { default_ttl: 3 * day },
      [],
    ],
    ['the same: 768 hours', { max_ttl: null }, { max_ttl: 768 * 3600 }, []],
  ])('%s', (_, before, after, lines) => {
    expect(told(roleUpdate(after, before))).toEqual(lines);
  });
});

describe('how users end', () => {
  it.each<[string, string[] | null, string[] | null, string[]]>([
    [
      'not at all',
      [revocation],
      [`REVOKE ALL ON orders FROM ${user}`],
      [
        'high revocation-changed: Users of the role app go on after their lease: they are neither dropped nor kept from logging in, and their sessions stay open [revocation_statements]',
      ],
    ],
    [
      'their sessions alone',
      [revocation],
      [`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'`],
      [
        'high revocation-changed: Users of the role app go on after their lease: they are neither dropped nor kept from logging in [revocation_statements]',
      ],
    ],
    [
      "as Vault's own statements do",
      [revocation],
      null,
      [
        'medium revocation-changed: Users of the role app keep the sessions that are open when their lease ends [revocation_statements]',
      ],
    ],
    [
      'without being dropped',
      [drop],
      [`ALTER ROLE ${user} NOLOGIN`],
      [
        'medium revocation-changed: Users of the role app stay in the database, though without a login when their lease ends [revocation_statements]',
      ],
    ],
    [
      'by what nobody can judge',
      [drop],
      [`SELECT end_user('{{name}}')`],
      [
        'medium revocation-changed: What becomes of the users of the role app after their lease cannot be told by reading [revocation_statements]',
      ],
    ],
    [
      'better',
      null,
      [revocation],
      [
        'low revocation-changed: Users of the role app end by other statements: they are dropped, kept from logging in and cut off; those that are out as well [revocation_statements]',
      ],
    ],
    [
      'not at all, as before',
      [`REVOKE ALL ON orders FROM ${user}`],
      [`REVOKE ALL ON lines FROM ${user}`],
      [
        'low revocation-changed: Users of the role app end by other statements: they are neither dropped nor kept from logging in, as before; those that are out as well [revocation_statements]',
      ],
    ],
    ['the same', [revocation], [`${revocation};`], []],
  ])('%s', (_, before, after, lines) => {
    expect(told(roleUpdate({ revocation_statements: after }, { revocation_statements: before }))).toEqual(
      lines,
    );
  });

  it('says that renewals and failures are handled otherwise', () => {
    expect(
      told(
        roleUpdate({
          renew_statements: [`ALTER ROLE ${user} VALID UNTIL '{{expiration}}'`],
          rollback_statements: [drop],
        }),
      ),
    ).toEqual([
      'low revocation-changed: What Vault does in the database when a lease is renewed changes, for the role app [renew_statements]',
      'low revocation-changed: What Vault does when it cannot make a user changes, for the role app [rollback_statements]',
    ]);
  });

  it('says what a renewal gives', () => {
    expect(told(roleUpdate({ renew_statements: [`ALTER ROLE ${user} SUPERUSER`] }))[0]).toBe(
      'critical privilege-gained: Users of the role app may do everything (SUPERUSER) [renew_statements]',
    );
  });
});

const create = (address: string, values: Values) => resource(address, 'create', null, values);
const remove = (address: string, values: Values) => resource(address, 'delete', values, null);
const replace = (after: Values, replacedBy: string[]) =>
  resource(roleAddress, 'replace', role, { ...role, ...after }, { replacedBy });
const other = 'vault_database_secret_backend_role.other';
const connected = (name: string, values: Values) =>
  resource(
    `vault_database_secret_backend_connection.${name}`,
    'no-op',
    { ...values, name },
    { ...values, name },
  );
const elsewhere = withDetails({ connection_url: 'postgresql://{{username}}:{{password}}@db/shop' });
const atTheirTime =
  'those that are out cannot be renewed, and end at their time by the revocation statements that they were issued with';

describe('what becomes of a role', () => {
  it.each<[string, ResourceChange[], string[]]>([
    [
      'new',
      [
        create(roleAddress, {
          ...role,
          creation_statements: [`${creation} SUPERUSER`, `GRANT SELECT ON orders TO ${user}`],
        }),
      ],
      [
        'info role-added: Vault makes users by the role app in pg, for 1 hour, and up to 1 day [created]',
        'medium privilege-gained: Users of the role app may act as app_readonly and SELECT on table public.orders [creation_statements]',
        'critical privilege-gained: Users of the role app may do everything (SUPERUSER) [creation_statements]',
      ],
    ],
    [
      'new, of users that do not end',
      [
        create(roleAddress, {
          ...role,
          creation_statements: [`CREATE ROLE ${user} LOGIN`],
          revocation_statements: [`REVOKE a FROM ${user}`],
        }),
      ],
      [
        'info role-added: Vault makes users by the role app in pg, for 1 hour, and up to 1 day [created]',
        "medium privilege-gained: Users of the role app may log in also after their lease has ended if Vault could not drop them (no VALID UNTIL '{{expiration}}') [creation_statements]",
        'high revocation-changed: Users of the role app go on after their lease: they are neither dropped nor kept from logging in, and their sessions stay open [revocation_statements]',
      ],
    ],
    [
      'gone',
      [remove(roleAddress, role)],
      [
        `high role-removed: The role app is gone: nobody gets credentials of it any more, and ${atTheirTime}, as long as their connection is there [deleted]`,
      ],
    ],
    [
      'of another name, and for longer',
      [replace({ name: 'reader', default_ttl: 7200 }, ['name'])],
      [
        `high role-removed: Credentials of database/creds/app are from now on at database/creds/reader: whoever asks there gets none any more, and ${atTheirTime} [name]`,
        'medium ttl-raised: Credentials of the role reader live for 2 hours, not 1 hour [default_ttl]',
      ],
    ],
    [
      'of another name and address',
      [remove(roleAddress, role), create(other, { ...role, name: 'reader' })],
      [
        `high role-removed: Credentials of database/creds/app are from now on at database/creds/reader: whoever asks there gets none any more, and ${atTheirTime} [deleted, and made under another address]`,
      ],
    ],
    [
      'of another address alone',
      [remove(roleAddress, role), create(other, role)],
      [
        'high role-removed: The role app is deleted and made under another address, in whichever order: it may be gone afterwards [deleted, and made under another address]',
      ],
    ],
    [
      'in another database',
      [connected('pg', connection), connected('far', elsewhere), replace({ db_name: 'far' }, ['db_name'])],
      [
        'high role-removed: The role app makes users in far (db:5432/shop as vault_admin), no longer in pg (pg:5432/shop as vault_admin); Vault ends also those that are out in the new one, so that they stay in the old one [db_name]',
      ],
    ],
    [
      'in a database that no plan knows',
      [connected('pg', connection), replace({ db_name: 'far' }, ['db_name'])],
      [
        'high role-removed: The role app makes users in far, no longer in pg (pg:5432/shop as vault_admin); Vault ends also those that are out in the new one, so that they stay in the old one [db_name]',
      ],
    ],
    [
      'in the same database by another connection',
      [connected('pg', connection), connected('b', connection), replace({ db_name: 'b' }, ['db_name'])],
      [],
    ],
    [
      'made anew',
      [resource(roleAddress, 'replace', role, role, { reason: 'replace_because_tainted' })],
      [
        `info tainted: ${roleAddress} is made anew, since it was made half-way only, or somebody marked it so [replace_because_tainted]`,
      ],
    ],
    ['forgotten by the state alone', [resource(roleAddress, 'forget', role, null)], []],
    ['as it was', [resource(roleAddress, 'no-op', role, role)], []],
    [
      'with what the provider reads',
      [roleUpdate({ credential_type: 'password', credential_config: {} }, { credential_config: null })],
      [],
    ],
    [
      'with other passwords',
      [roleUpdate({ credential_config: { password_policy: 'short' } }, { credential_config: {} })],
      ['medium credential-changed: Credentials of the role app are made otherwise [credential_config]'],
    ],
  ])('%s', (_, resources, lines) => {
    expect(told(...resources)).toEqual(lines);
  });

  it('of a connection that goes: its leases are named, by all plans', () => {
    const found = databaseFindings([
      planOf('one', remove(connectionAddress, connection)),
      planOf('two', resource(roleAddress, 'no-op', role, role)),
    ]);
    expect(found).toMatchObject([
      {
        kind: 'connection-removed',
        stack: 'one',
        next: 'end what is out before: vault lease revoke -prefix database/creds/app',
      },
    ]);
  });

  it.each([
    ['of the same database', connection, []],
    [
      'of another database',
      elsewhere,
      [
        'high role-removed: The role app makes users in far (db:5432/shop as vault_admin), no longer in pg (pg:5432/shop as vault_admin); Vault ends also those that are out in the new one, so that they stay in the old one [deleted in one]',
      ],
    ],
  ])('that moves to the stack of a connection %s', (_, far, more) => {
    const young = { ...role, db_name: 'far' };
    const found = databaseFindings([
      planOf('two', create(other, young), connected('far', { ...far, name: 'far' })),
      planOf('one', remove(roleAddress, role), connected('pg', connection)),
    ]);
    expect(
      found.map(({ kind, severity, meaning, reason }) => `${severity} ${kind}: ${meaning} [${reason}]`),
    ).toEqual([
      'medium role-removed: The role app is deleted with one, and made with two: nobody gets credentials of it in between, and none afterwards where one is applied last [deleted in one]',
      ...more,
    ]);
    expect(found[0]).toMatchObject({ next: 'apply one first, as npx dbvault up does' });
  });

  it('needs no parser where there is no SQL', () => {
    jest.isolateModules(() => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- one whose parser nobody loaded
      const fresh = require('../../../../review/meaning/database') as {
        databaseFindings: typeof databaseFindings;
      };
      expect(fresh.databaseFindings([planOf('x', create(connectionAddress, connection))])).toHaveLength(1);
      expect(() => fresh.databaseFindings([planOf('x', create(roleAddress, role))])).toThrow('loadSqlParser');
    });
  });
});
