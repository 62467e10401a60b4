import type { FoundPostgres, FoundRole } from '../../../../common/found/postgres';
import { declaredUsers } from '../../../../review/drift/postgres/declared';
import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import { drift, found, login, role, scram, user } from './support/postgres';
import { inLine } from './support/ways';

beforeAll(loadSqlParser);

const { roles, memberships, defaultGrants } = found;
const and = (...more: FoundRole[]) => ({ roles: [...roles, ...more] });
const instead = (one: FoundRole) => ({
  roles: roles.map((other) => (other.name === one.name ? one : other)),
});
const without = (name: string) => ({ roles: roles.filter((one) => one.name !== name) });
const member = (member: string, group: string, isAdmin = false) => ({
  memberships: [...memberships, { member, group, isAdmin }],
});

describe('what PostgreSQL has otherwise than declared: roles', () => {
  it('is nothing where nobody changed anything', () => {
    expect(drift({})).toEqual([]);
  });

  it.each<[string, Partial<FoundPostgres>, string[]]>([
    ['a role by hand', and(role('ops', [])), ['low role ops: none → a role that cannot log in']],
    [
      'one that can log in',
      and(role('ops', ['LOGIN'], scram)),
      ['medium role ops: none → a role with LOGIN'],
    ],
    [
      'one that can log in, and reads all',
      { ...and(role('ops', ['LOGIN'])), ...member('ops', 'app_readonly') },
      ['high role ops: none → a role with LOGIN, member of app_readonly'],
    ],
    [
      'one that can be Vault',
      { ...and(role('ops', ['LOGIN'])), ...member('ops', 'vault_admin') },
      ['critical role ops: none → a role with LOGIN, member of vault_admin'],
    ],
    [
      'one that can do everything',
      and(role('ops', ['SUPERUSER', 'LOGIN'], { settings: ['role=postgres'] })),
      ['critical role ops: none → a role with SUPERUSER and LOGIN, with settings of its own'],
    ],
    [
      'one that is named like those of Vault',
      and(role('v-ops', ['LOGIN'])),
      ['medium role v-ops: none → a role with LOGIN'],
    ],
    [
      "Vault's login as a superuser",
      instead(role('vault_admin', ['SUPERUSER', 'CREATEROLE', 'LOGIN'], scram)),
      ['critical role vault_admin: CREATEROLE and LOGIN → SUPERUSER, CREATEROLE and LOGIN'],
    ],
    [
      'one that makes no users any more',
      instead(role('vault_admin', ['LOGIN'], scram)),
      ['high role vault_admin: CREATEROLE and LOGIN → LOGIN'],
    ],
    [
      'one without a password, which cannot log in',
      instead(role('vault_admin', ['CREATEROLE', 'LOGIN'])),
      ['high password of vault_admin: scram-sha-256 → none'],
    ],
    [
      'a group that can log in',
      instead(role('app_readonly', ['LOGIN'])),
      ['high role app_readonly: no attributes → LOGIN'],
    ],
    [
      'a user with more than its SQL gives',
      instead(role(user, ['LOGIN', 'CREATEDB'], scram)),
      [`medium role ${user}: LOGIN → LOGIN and CREATEDB`],
    ],
    [
      'a superuser that can log in over the network',
      instead(role('postgres', roles.find(({ name }) => name === 'postgres')?.attributes ?? [], scram)),
      ['high password of postgres: none → scram-sha-256: who knows it logs in over the network'],
    ],
    [
      'settings of a role, without their values',
      instead(role('app_readonly', [], { settings: ['app.key=s3cret', 'search_path=a'] })),
      ['medium settings of role app_readonly: none → app.key and search_path'],
    ],
    [
      'no group',
      without('app_readonly'),
      ['high role app_readonly: the group of short-lived users → not there: nobody gets a credential'],
    ],
    [
      "no login of Vault's",
      without('vault_admin'),
      ['high role vault_admin: a login to shop → not there: nobody gets a credential'],
    ],
    ['no role that nothing was left to', without('app_left_behind'), []],
    [
      "a group that reads the server's files",
      member('app_readonly', 'pg_read_server_files'),
      ['critical groups of role app_readonly: not pg_read_server_files → pg_read_server_files'],
    ],
    [
      'a user in a further group',
      member(user, 'pg_read_all_data'),
      [`high groups of role ${user}: not pg_read_all_data → pg_read_all_data`],
    ],
    [
      'a user that lets others in',
      { memberships: memberships.map((one) => (one.member === user ? { ...one, isAdmin: true } : one)) },
      [`high groups of role ${user}: not app_readonly → app_readonly, and it lets others in`],
    ],
    [
      "Vault's login in a group of a superuser",
      member('vault_admin', 'postgres'),
      ['critical groups of role vault_admin: not postgres → postgres'],
    ],
    [
      "Vault's login, which gives nobody the group",
      { memberships: memberships.map((one) => ({ ...one, isAdmin: false })) },
      ['high groups of role vault_admin: app_readonly, and it lets others in → none'],
    ],
  ])('tells %s', (_, parts, told) => {
    expect(drift(parts).map(inLine)).toEqual(told);
  });

  it('tells no owner of tables that sql/readable-owner.sql was run for, unless it can log in', () => {
    const [own] = defaultGrants;
    const owned = {
      defaultGrants: [...defaultGrants, { ...own, owner: 'orders' } as (typeof defaultGrants)[number]],
    };
    expect(drift({ ...owned, ...and(role('orders', [])) })).toEqual([]);
    expect(drift({ ...owned, ...and(role('orders', ['LOGIN'])) }).map(inLine)).toEqual([
      'medium role orders: none → a role with LOGIN',
    ]);
  });

  it('takes a superuser that Vault logs in as for what it is', () => {
    const own = {
      ...without('vault_admin'),
      memberships: [{ member: user, group: 'app_readonly', isAdmin: false }],
    };
    const asSuperuser = instead(
      role('postgres', roles.find(({ name }) => name === 'postgres')?.attributes ?? [], scram),
    );
    const all = { ...own, roles: asSuperuser.roles.filter(({ name }) => name !== 'vault_admin') };
    expect(drift(all, { logins: [{ ...login, admin: 'postgres' }] })).toEqual([]);
  });

  it("takes what the roles' SQL gives for declared, and what nobody can judge", () => {
    const more = {
      ...instead(role(user, ['LOGIN', 'CREATEDB'], scram)),
      ...member(user, 'reporting'),
    };
    const sql = `CREATE ROLE "{{name}}" LOGIN CREATEDB PASSWORD '{{password}}' IN ROLE app_readonly; GRANT reporting TO "{{name}}"`;
    expect(drift(more, { users: declaredUsers([sql]) })).toEqual([]);
    expect(drift(more, { users: declaredUsers(['DO $$ BEGIN PERFORM anything(); END $$']) })).toEqual([]);
    expect(drift(more)).toHaveLength(2);
  });
});
