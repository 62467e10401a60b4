import type { FoundDefaultGrant, FoundGrant, FoundPostgres } from '../../../../common/found/postgres';
import { compareDatabase } from '../../../../review/drift/postgres';
import { declaredUsers } from '../../../../review/drift/postgres/declared';
import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import { declared, drift, found, grant, user } from './support/postgres';
import { inLine, ways } from './support/ways';

beforeAll(loadSqlParser);

const and = (...more: FoundGrant[]) => ({ grants: [...found.grants, ...more] });
const later = (more: Partial<FoundDefaultGrant>): FoundDefaultGrant => ({
  owner: 'postgres',
  schema: 'public',
  kind: 'table',
  grantee: 'app_readonly',
  privileges: ['SELECT'],
  ...more,
});

describe('what PostgreSQL has otherwise than declared: rights', () => {
  it.each<[string, Partial<FoundPostgres>, [line: string, next: string][]]>([
    [
      'a right to write a table',
      and(grant('app_readonly', 'table', 'public', ['orders'], 'INSERT', 'SELECT')),
      [
        [
          'high rights of app_readonly on table public.orders: none → INSERT',
          'REVOKE INSERT ON TABLE "public"."orders" FROM "app_readonly"',
        ],
      ],
    ],
    [
      'one on more tables than are named',
      and({ ...grant('app_readonly', 'table', 'public', ['a', 'b'], 'DELETE'), count: 40 }),
      [
        [
          'high rights of app_readonly on 40 tables of public, such as a: none → DELETE',
          'REVOKE DELETE ON ALL TABLES IN SCHEMA "public" FROM "app_readonly"',
        ],
      ],
    ],
    [
      'tables of another schema',
      and(grant('app_readonly', 'table', 'hr', ['pay', 'people'], 'SELECT')),
      [
        [
          'high rights of app_readonly on 2 tables of hr, such as pay: none → SELECT',
          'REVOKE SELECT ON TABLE "hr"."pay", "hr"."people" FROM "app_readonly"',
        ],
      ],
    ],
    [
      'a column, by the rights of everybody',
      and(grant('PUBLIC', 'column', 'pg_catalog', ['pg_authid.rolpassword'], 'SELECT')),
      [
        [
          'high rights of everybody on column pg_catalog.pg_authid.rolpassword: none → SELECT',
          'REVOKE SELECT ("rolpassword") ON "pg_catalog"."pg_authid" FROM PUBLIC',
        ],
      ],
    ],
    [
      'what may be given to others',
      and(grant('app_readonly', 'table', 'public', ['orders'], 'SELECT*')),
      [
        [
          'high rights of app_readonly on table public.orders: none → SELECT, and to give it to others',
          'REVOKE SELECT ON TABLE "public"."orders" FROM "app_readonly"',
        ],
      ],
    ],
    [
      'tables for everybody',
      and(grant('PUBLIC', 'schema', null, ['public'], 'CREATE', 'USAGE')),
      [
        [
          'high rights of everybody on schema public: none → CREATE',
          'REVOKE CREATE ON SCHEMA "public" FROM PUBLIC',
        ],
      ],
    ],
    [
      'another database for everybody',
      and(grant('PUBLIC', 'database', null, ['other'], 'CONNECT', 'TEMPORARY')),
      [
        [
          'medium rights of everybody on database other: none → CONNECT and TEMPORARY',
          'REVOKE CONNECT, TEMPORARY ON DATABASE "other" FROM PUBLIC',
        ],
      ],
    ],
    [
      'a function that everybody was kept from',
      and(grant('PUBLIC', 'function', 'pg_catalog', ['lo_create(oid)'], 'EXECUTE')),
      [
        [
          'high rights of everybody on function lo_create(oid): none → EXECUTE',
          'REVOKE EXECUTE ON FUNCTION lo_create(oid) FROM PUBLIC',
        ],
      ],
    ],
    [
      'what a user of Vault was given by itself',
      and(grant(user, 'table', 'public', ['orders'], 'UPDATE')),
      [
        [
          `high rights of ${user} on table public.orders: none → UPDATE`,
          `REVOKE UPDATE ON TABLE "public"."orders" FROM "${user}"`,
        ],
      ],
    ],
    [
      'more on what is made later',
      { defaultGrants: [later({ privileges: ['SELECT', 'UPDATE'] })] },
      [
        [
          'high rights of app_readonly on later tables of postgres in public: SELECT → SELECT and UPDATE',
          'ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" REVOKE UPDATE ON TABLES FROM "app_readonly"',
        ],
      ],
    ],
    [
      'what everybody may do with what is made later',
      { defaultGrants: [later({}), later({ grantee: 'PUBLIC', schema: null, owner: 'orders' })] },
      [
        [
          'high rights of everybody on later tables of orders: none → SELECT',
          'ALTER DEFAULT PRIVILEGES FOR ROLE "orders" REVOKE SELECT ON TABLES FROM PUBLIC',
        ],
      ],
    ],
    [
      'that nobody reads what is made later',
      { defaultGrants: [] },
      [
        [
          'medium rights of app_readonly on later tables of postgres in public: SELECT → none: users cannot read tables that are made from now on',
          'ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA public GRANT SELECT ON TABLES TO app_readonly',
        ],
      ],
    ],
    [
      'what cannot be read',
      { unreadable: { schema: true, tables: { count: 1, names: ['orders'] } } },
      [
        [
          'high rights of app_readonly on schema public: USAGE → none',
          'GRANT USAGE ON SCHEMA public TO app_readonly',
        ],
        [
          'low rights of app_readonly on table public.orders: SELECT → none',
          'GRANT SELECT ON public."orders" TO app_readonly',
        ],
      ],
    ],
    [
      'functions that run as an administrator',
      { definers: ['as_root()', 'hr.as_root(integer)'] },
      [
        [
          'high functions that run as an administrator: none → as_root() and hr.as_root(integer)',
          'REVOKE EXECUTE ON FUNCTION as_root(), hr.as_root(integer) FROM PUBLIC, app_readonly',
        ],
      ],
    ],
  ])('tells %s, and how to take it back', (_, parts, told) => {
    const all = drift(parts);
    expect(all.map(inLine)).toEqual(told.map(([line]) => line));
    expect(all.map(({ next }) => /--command='(.*)'$/.exec(next)?.[1])).toEqual(told.map(([, sql]) => sql));
  });

  describe('in a database beside that of the server', () => {
    const orders = { admin: 'vault_orders', database: 'orders', group: 'app_readonly_orders' };
    const shop = { admin: 'vault_shop', database: 'shop', group: 'app_readonly' };
    const own = (...more: FoundGrant[]) =>
      compareDatabase(
        { ...declared(), logins: [shop, orders], ...orders },
        {
          grants: [
            grant('PUBLIC', 'database', null, ['shop'], 'CONNECT'),
            grant('app_readonly_orders', 'database', null, ['orders'], 'CONNECT'),
            grant('vault_orders', 'database', null, ['orders'], 'CONNECT'),
            grant('app_readonly', 'database', null, ['shop'], 'CONNECT'),
            grant('vault_shop', 'database', null, ['shop'], 'CONNECT'),
            grant('app_readonly_orders', 'table', 'public', ['orders'], 'SELECT'),
            ...more,
          ],
        },
        ways,
      );

    it('is nothing where nobody changed anything', () => expect(own()).toEqual([]));

    it.each<[string, FoundGrant, string]>([
      [
        'everybody, whom only the database of the server lets in',
        grant('PUBLIC', 'database', null, ['orders'], 'CONNECT'),
        'medium rights of everybody on database orders: none → CONNECT',
      ],
      [
        'the users of another one',
        grant('app_readonly', 'table', 'public', ['pay'], 'SELECT'),
        'high rights of app_readonly on table public.pay: none → SELECT',
      ],
      [
        "another one's login",
        grant('vault_shop', 'schema', null, ['public'], 'CREATE'),
        'high rights of vault_shop on schema public: none → CREATE',
      ],
    ])('tells of %s, with the database', (_, more, line) => {
      const all = own(more);
      expect(all.map(inLine)).toEqual([line]);
      expect(all[0]?.next).toContain('--dbname=orders');
    });

    it('leaves what is of another database to that one', () => {
      expect(own(grant('PUBLIC', 'database', null, ['shop'], 'TEMPORARY'))).toEqual([]);
    });
  });

  it("takes what the roles' SQL grants for declared, object by object", () => {
    const sql = `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' IN ROLE app_readonly; GRANT UPDATE ON orders, public.lines TO "{{name}}"`;
    const users = declaredUsers([`SET search_path = public; ${sql}`]);
    const given = and(grant(user, 'table', 'public', ['lines', 'orders', 'people'], 'UPDATE'));
    expect(drift(given, { users }).map(inLine)).toEqual([
      `high rights of ${user} on table public.people: none → UPDATE`,
    ]);
  });
});
