import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import { kinds, sqlUpdate, told, user } from '../support/database';

beforeAll(loadSqlParser);

const base = `CREATE ROLE ${user} LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' CONNECTION LIMIT 5`;
const also = (...statements: string[]) => [base, ...statements];
const role = (options: string) => [`${base} ${options}`];

/** What is told where the second statements come to those of a role that has the base alone. */
const gainedBy = (after: readonly string[]) =>
  told(sqlUpdate([base], after)).map((line) => line.replace(/ \[creation_statements\]$/, ''));

describe('what the users of a role gain by', () => {
  it.each<[string, string[]]>([
    [`GRANT SELECT ON orders TO ${user}`, ['medium', 'SELECT on table public.orders']],
    [
      `GRANT SELECT, insert ON TABLE shop.orders, lines TO ${user}`,
      [
        'medium',
        'SELECT on table shop.orders and table public.lines',
        'high',
        'INSERT on table shop.orders and table public.lines',
      ],
    ],
    [
      `GRANT ALL ON ALL TABLES IN SCHEMA shop TO ${user}`,
      [
        'medium',
        'SELECT on all tables in schema shop',
        'high',
        'INSERT, UPDATE, DELETE, TRUNCATE and TRIGGER on all tables in schema shop',
        'low',
        'REFERENCES on all tables in schema shop',
      ],
    ],
    [
      `GRANT SELECT ON orders TO ${user} WITH GRANT OPTION`,
      ['high', 'SELECT, with the right to pass it on, on table public.orders'],
    ],
    [`GRANT UPDATE (price) ON orders TO ${user}`, ['high', 'UPDATE on column price of table public.orders']],
    [`GRANT USAGE ON SCHEMA shop TO ${user}`, ['low', 'USAGE on schema shop']],
    [`GRANT CREATE ON SCHEMA shop TO ${user}`, ['high', 'CREATE on schema shop']],
    [`GRANT CONNECT, TEMP ON DATABASE shop TO ${user}`, ['low', 'CONNECT and TEMPORARY on database shop']],
    [`GRANT CREATE ON DATABASE shop TO ${user}`, ['high', 'CREATE on database shop']],
    [`GRANT USAGE ON SEQUENCE ids TO ${user}`, ['low', 'USAGE on sequence public.ids']],
    [
      `GRANT SELECT ON ALL SEQUENCES IN SCHEMA shop TO ${user}`,
      ['low', 'SELECT on all sequences in schema shop'],
    ],
    [
      `GRANT EXECUTE ON FUNCTION total(int, text[]) TO ${user}`,
      ['medium', 'EXECUTE on function public.total(int4, text[])'],
    ],
    [
      `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA shop TO ${user}`,
      ['medium', 'EXECUTE on all functions in schema shop'],
    ],
    [
      `GRANT EXECUTE ON FUNCTION pg_read_file(text) TO ${user}`,
      ['critical', 'EXECUTE on function pg_catalog.pg_read_file(text)'],
    ],
    [`GRANT SELECT ON pg_authid TO ${user}`, ['high', 'SELECT on table pg_catalog.pg_authid']],
    [`GRANT UPDATE ON pg_authid TO ${user}`, ['critical', 'UPDATE on table pg_catalog.pg_authid']],
    [`GRANT SELECT ON LARGE OBJECT 7 TO ${user}`, ['medium', 'SELECT on large object 7']],
    [`GRANT USAGE ON FOREIGN SERVER far TO ${user}`, ['medium', 'USAGE on foreign server far']],
    [`GRANT ALTER SYSTEM ON PARAMETER work_mem TO ${user}`, ['high', 'ALTER SYSTEM on parameter work_mem']],
    [`GRANT app_readonly TO ${user}`, ['medium', 'act as app_readonly']],
    [`ALTER GROUP app_readonly ADD USER ${user}`, ['medium', 'act as app_readonly']],
    [`GRANT app_readonly TO ${user} WITH ADMIN OPTION`, ['high', 'act as app_readonly and let others do so']],
    [`GRANT pg_read_all_data TO ${user}`, ['high', 'act as pg_read_all_data']],
    [`GRANT pg_execute_server_program TO ${user}`, ['critical', 'act as pg_execute_server_program']],
    [
      `ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO ${user}`,
      ['medium', "SELECT on tables that Vault's own login makes later in schema shop"],
    ],
    [
      `ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT INSERT ON TABLES TO ${user}`,
      ['high', 'INSERT on tables that owner makes later'],
    ],
    [`ALTER ROLE ${user} SUPERUSER`, ['critical', 'do everything (SUPERUSER)']],
    [`ALTER USER ${user} CREATEDB`, ['high', 'make databases (CREATEDB)']],
    [`ALTER ROLE ${user} CONNECTION LIMIT 50`, ['low', 'have 50 sessions at a time']],
    [
      `ALTER ROLE ${user} VALID UNTIL 'infinity'`,
      [
        'medium',
        "log in also after their lease has ended if Vault could not drop them (no VALID UNTIL '{{expiration}}')",
      ],
    ],
    [
      `ALTER ROLE ${user} PASSWORD 'hunter2-canary'`,
      ['high', 'log in with a password that stands in the statements'],
    ],
  ])('%s', (statement, parts) => {
    const lines = gainedBy(also(statement));
    expect(lines).toEqual(
      parts.flatMap((part, index) =>
        index % 2 === 0
          ? [`${part} privilege-gained: Users of the role app may ${parts[index + 1] ?? ''}`]
          : [],
      ),
    );
    expect(lines.join()).not.toContain('canary');
  });

  it.each([
    'SUPERUSER',
    'CREATEROLE',
    'REPLICATION',
    'BYPASSRLS',
    'IN ROLE pg_write_all_data',
    'IN GROUP pg_read_server_files',
  ])('%s, critically', (option) => {
    expect(kinds(sqlUpdate([base], role(option)))).toEqual(['critical privilege-gained']);
    expect(kinds(sqlUpdate(role(option), [base]))).toEqual(['low privilege-lost']);
  });
});

describe('what others gain by the statements of a role', () => {
  it.each([
    [
      'GRANT SELECT ON orders TO PUBLIC',
      'high privilege-gained: Everybody who logs in to the database (PUBLIC) may SELECT on table public.orders',
    ],
    [
      'GRANT INSERT ON orders TO app_readonly',
      'high privilege-gained: The database role app_readonly may INSERT on table public.orders',
    ],
    [
      "CREATE ROLE backdoor LOGIN PASSWORD 'hunter2-canary'",
      'high privilege-gained: The database role backdoor may log in and log in with the password that these statements set',
    ],
    [
      `GRANT ${user} TO CURRENT_USER`,
      "medium privilege-gained: Vault's own login may act as each of these users",
    ],
  ])('%s', (statement, line) => {
    expect(gainedBy(also(statement))).toEqual([line]);
  });

  it('is told of the statements that end users too', () => {
    const found = told(sqlUpdate([base], [base]), {
      ...sqlUpdate([base], [base]),
      after: {
        ...sqlUpdate([base], [base]).after,
        revocation_statements: [`DROP ROLE ${user}; GRANT pg_write_all_data TO PUBLIC`],
      },
    });
    expect(found).toContain(
      'critical privilege-gained: Everybody who logs in to the database (PUBLIC) may act as pg_write_all_data [revocation_statements]',
    );
  });
});

describe('what is part of something broader', () => {
  const select = (on: string) => `GRANT SELECT ON ${on} TO ${user}`;
  it.each<[string, string[], string[], string[]]>([
    ['one table of all', also(select('ALL TABLES IN SCHEMA public')), also(select('orders')), ['lost']],
    [
      'all tables, where there was one',
      also(select('orders')),
      also(select('ALL TABLES IN SCHEMA public')),
      ['gained'],
    ],
    ['a column of a table', also(select('orders')), also(`GRANT SELECT (id) ON orders TO ${user}`), ['lost']],
    [
      'a table of another schema',
      also(select('ALL TABLES IN SCHEMA public')),
      also(select('shop.orders')),
      ['gained', 'lost'],
    ],
    ['what a superuser may anyway', role('SUPERUSER'), also(select('orders')), ['lost']],
    ['what pg_read_all_data may anyway', role('IN ROLE pg_read_all_data'), also(select('orders')), ['lost']],
    [
      'a function of all routines',
      also(`GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO ${user}`),
      also(`GRANT EXECUTE ON FUNCTION f() TO ${user}`),
      ['lost'],
    ],
    [
      'all but one',
      also(select('ALL TABLES IN SCHEMA public')),
      also(select('ALL TABLES IN SCHEMA public'), `REVOKE SELECT ON orders FROM ${user}`),
      ['lost'],
    ],
    [
      'a table that is not taken any more',
      also(select('ALL TABLES IN SCHEMA public'), `REVOKE SELECT ON orders FROM ${user}`),
      also(select('ALL TABLES IN SCHEMA public')),
      ['gained'],
    ],
    [
      'the right to pass it on',
      also(`${select('orders')} WITH GRANT OPTION`),
      also(select('orders')),
      ['lost'],
    ],
    ['what is taken again', [base], also(select('orders'), `REVOKE ALL ON orders FROM ${user}`), []],
    [
      'of a whole table no column',
      also(select('orders')),
      also(select('orders'), `REVOKE SELECT (id) ON orders FROM ${user}`),
      [],
    ],
    ['fewer sessions', [base], [base.replace('5', '2')], ['lost']],
    ['what PUBLIC had', [base], also('REVOKE CREATE ON SCHEMA public FROM PUBLIC'), ['lost']],
    [
      'what is taken from PUBLIC no more',
      also('REVOKE CREATE ON SCHEMA public FROM PUBLIC'),
      [base],
      ['gained'],
    ],
  ])('%s', (_, before, after, found) => {
    expect(kinds(sqlUpdate(before, after)).map((line) => line.replace(/^\w+ privilege-/, ''))).toEqual(found);
  });

  it('is looked for in the schema that the session is set to', () => {
    const after = [`SET LOCAL search_path = shop`, ...also(select('orders'))];
    expect(told(sqlUpdate([`SET LOCAL search_path = shop`, base], after))).toEqual([
      'medium privilege-gained: Users of the role app may SELECT on table shop.orders [creation_statements]',
    ]);
  });
});
