import type { FoundDefaultGrant, FoundGrant, FoundPostgres } from '../../../../common/found/postgres';
import { declaredUsers } from '../../../../review/drift/postgres/declared';
import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import { drift, found, grant, user } from './support/postgres';
import { inLine } from './support/ways';

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

  it("takes what the roles' SQL grants for declared, object by object", () => {
    const sql = `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' IN ROLE app_readonly; GRANT UPDATE ON orders, public.lines TO "{{name}}"`;
    const users = declaredUsers([`SET search_path = public; ${sql}`]);
    const given = and(grant(user, 'table', 'public', ['lines', 'orders', 'people'], 'UPDATE'));
    expect(drift(given, { users }).map(inLine)).toEqual([
      `high rights of ${user} on table public.people: none → UPDATE`,
    ]);
  });
});
