import fc from 'fast-check';
import { effectsOf, type Effects } from '../../../../review/meaning/sql/effects';
import { gained, type Entry } from '../../../../review/meaning/sql/ledger';
import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import { keyOf } from '../../../../review/meaning/sql/privilege';
import { sameStatements, statementsOf } from '../../../../review/meaning/sql/statement';
import { creation, kinds, roleUpdate, sqlUpdate, told, user } from '../support/database';

beforeAll(loadSqlParser);

const grants = `GRANT SELECT, INSERT ON orders TO ${user}; GRANT USAGE ON SCHEMA public TO ${user}`;
const block = `DO $$ BEGIN IF true THEN PERFORM f(1); END IF; END $$`;

describe('the same in other words says nothing', () => {
  it.each<[string, string[], string[]]>([
    ['layout and a line at the end', [creation], [`\n  ${creation.replaceAll(' ', '\n  ')};\n`]],
    ['comments', [creation], [`-- reads\n${creation} /* what the group may */`]],
    [
      'letter case',
      [creation],
      [creation.replace('CREATE ROLE', 'create role').replace('app_readonly', 'App_ReadOnly')],
    ],
    ['CREATE USER for LOGIN', [creation], [creation.replace('ROLE', 'USER').replace('LOGIN ', '')]],
    ['IN GROUP', [creation], [creation.replace('IN ROLE', 'IN GROUP')]],
    [
      'membership granted afterwards',
      [creation],
      [creation.replace(' IN ROLE app_readonly', ''), `GRANT app_readonly TO ${user}`],
    ],
    ['several items', [`${creation}; ${grants}`], [creation, ...grants.split(';')]],
    ['the order of grants', [`${creation}; ${grants}`], [creation, ...grants.split(';').reverse()]],
    [
      'the order of privileges',
      [creation, `GRANT INSERT, SELECT ON orders TO ${user}`],
      [creation, `GRANT SELECT, INSERT ON orders TO ${user}`],
    ],
    [
      'TABLE, and the schema public',
      [creation, grants],
      [creation, grants.replace('ON orders', 'ON TABLE public.orders')],
    ],
    [
      'each right of ALL',
      [creation, `GRANT ALL ON orders TO ${user}`],
      [creation, `GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON orders TO ${user}`],
    ],
    [
      'ALL PRIVILEGES',
      [creation, `GRANT ALL ON orders TO ${user}`],
      [creation, `GRANT ALL PRIVILEGES ON orders TO ${user}`],
    ],
    [
      'TEMP',
      [creation, `GRANT TEMP ON DATABASE d TO ${user}`],
      [creation, `GRANT TEMPORARY ON DATABASE d TO ${user}`],
    ],
    ['{{username}}', [creation], [creation.replaceAll('{{name}}', '{{username}}')]],
    ['base64, as Vault takes it', [creation], [Buffer.from(creation).toString('base64')]],
    ['a JSON list, as Vault takes it', [creation], [JSON.stringify([creation])]],
    ['a comment of its own', [creation], [creation, `COMMENT ON ROLE ${user} IS 'short-lived'`]],
    ['a lock that makers wait for', [creation], ['SELECT pg_advisory_xact_lock(7)', creation]],
    ['dropping what is not there', [creation], [`DROP ROLE IF EXISTS ${user}`, creation]],
    [
      'a block that is laid out otherwise',
      [creation, block],
      [creation, `do $body$\n begin\n if TRUE then\n perform F(1); -- why\n end if;\nEND\n$body$`],
    ],
    [
      'what no database here reads',
      ["CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'"],
      ["create user '{{name}}'@'%'  IDENTIFIED BY\n '{{password}}';"],
    ],
  ])('%s', (_, before, after) => {
    expect(kinds(sqlUpdate(before, after))).toEqual([]);
    expect(kinds(sqlUpdate(after, before))).toEqual([]);
  });

  it('in what ends, renews and takes back', () => {
    const statements = [`REVOKE SELECT, INSERT ON a, b FROM ${user}; DROP ROLE ${user}`];
    const others = [`drop role ${user}`, `revoke insert, select on b, a from ${user} -- all`];
    const kindsOf = (items: string[]) => ({
      revocation_statements: items,
      renew_statements: items,
      rollback_statements: items,
    });
    expect(kinds(roleUpdate(kindsOf(others), kindsOf(statements)))).toEqual([]);
  });
});

const names = fc.constantFrom(
  'orders',
  'shop.orders',
  'lines',
  'ALL TABLES IN SCHEMA shop',
  'ALL TABLES IN SCHEMA public',
);
const rights = fc.constantFrom('SELECT', 'INSERT, SELECT', 'ALL', 'SELECT (id)', 'UPDATE (id, price)');
const grant = fc
  .tuple(rights, names, fc.constantFrom(user, 'PUBLIC', 'readers'), fc.boolean())
  .filter(([right, name]) => !(right.includes('(') && name.startsWith('ALL')))
  .map(
    ([right, name, to, passOn]) =>
      `GRANT ${right} ON ${name} TO ${to}${passOn && to !== 'PUBLIC' ? ' WITH GRANT OPTION' : ''}`,
  );
const other = fc.constantFrom(
  `GRANT pg_read_all_data TO ${user}`,
  `GRANT readers TO ${user} WITH ADMIN OPTION`,
  `ALTER ROLE ${user} CREATEDB`,
  `ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO readers`,
);
const revoke = grant.map((text) =>
  text.replace('GRANT', 'REVOKE').replace(' TO ', ' FROM ').replace(' WITH GRANT OPTION', ''),
);
const giving = fc.array(fc.oneof(grant, other), { maxLength: 8 });
const anything = fc.array(fc.oneof(grant, grant, other, revoke), { maxLength: 10 });

function effects(...items: readonly string[]): Effects {
  return effectsOf([{ attribute: 'creation_statements', statements: statementsOf(items) }]);
}

function keys(entries: readonly Entry[]): string[] {
  return entries.map(({ privilege }) => keyOf(privilege)).sort();
}

function gain(before: readonly string[], after: readonly string[]): string[] {
  return keys(gained(effects(creation, ...before).ledger, effects(creation, ...after).ledger));
}

describe('statements', () => {
  it('that only give mean the same in any order, cut in any way', () => {
    fc.assert(
      fc.property(
        giving.chain((items) =>
          fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
        ),
        ([items, shuffled]) => {
          expect(gain(items, [shuffled.join(';\n')])).toEqual([]);
          expect(gain([shuffled.join(' ; ')], items)).toEqual([]);
          expect(sameStatements(items, shuffled)).toBe(true);
        },
      ),
    );
  });

  it('that are the same gain nothing, and lose nothing', () => {
    fc.assert(fc.property(anything, (items) => expect(gain(items, items)).toEqual([])));
  });

  it('that give more lose nothing', () => {
    fc.assert(
      fc.property(giving, giving, (some, more) => expect(gain([...some, ...more], some)).toEqual([])),
    );
  });

  it('gain what they lose the other way round', () => {
    fc.assert(
      fc.property(anything, anything, (some, others) => {
        const [there, back] = [
          told(sqlUpdate([creation, ...some], [creation, ...others])),
          told(sqlUpdate([creation, ...others], [creation, ...some])),
        ];
        const more = there.filter((line) => line.includes('privilege-gained'));
        const less = back.filter((line) => line.includes('privilege-lost'));
        const subjects = (lines: readonly string[]) =>
          [...new Set(lines.map((line) => line.split(/: | may /)[1]))].sort();
        expect(subjects(less)).toEqual(subjects(more));
      }),
      { numRuns: 30 },
    );
  });
});
