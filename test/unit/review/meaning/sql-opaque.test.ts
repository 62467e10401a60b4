import { endingOf } from '../../../../review/meaning/sql/ending';
import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import { cutStatements } from '../../../../review/meaning/sql/vault-statements';
import { readFileSync } from 'node:fs';
import { inProject } from '../../../../common/project';
import { creation, kinds, roleUpdate, sqlUpdate, told, user } from '../support/database';

beforeAll(loadSqlParser);

const gainedBy = (statement: string) => told(sqlUpdate([creation], [creation, statement]));
const cannotBeTold = (words: string) =>
  `high sql-opaque: What users of the role app may cannot be told by reading: ${words} is run for them [creation_statements]`;

describe('what nobody can judge by reading', () => {
  it.each([
    [`DO $$ BEGIN EXECUTE 'GRANT ALL ON orders TO ${user}'; END $$`, 'a DO block'],
    [`SELECT make_reader('{{name}}')`, 'a call of make_reader'],
    [`SELECT app.make_reader('{{name}}')`, 'a call of app.make_reader'],
    [`SELECT 1 WHERE 'x' = (SELECT f('{{name}}'))`, 'a call of f'],
    [`CALL app.make_reader('{{name}}')`, 'a call of app.make_reader'],
    [`INSERT INTO users VALUES ('{{name}}')`, 'a statement of INSERT'],
    [`WITH x AS (DELETE FROM users RETURNING 1) SELECT * FROM x`, 'a query that writes'],
    [`ALTER TABLE orders OWNER TO ${user}`, 'a statement of ALTER TABLE'],
    [`ALTER SYSTEM SET log_statement = 'none'`, 'a statement of ALTER SYSTEM'],
    [`CREATE POLICY p ON orders TO ${user} USING (true)`, 'a statement of CREATE POLICY'],
    [`DROP ROLE app_readonly`, 'a statement of DROP ROLE'],
    [`GRANT SELECT ON *.* TO '{{name}}'@'%'`, "what is no SQL of PostgreSQL's"],
    [`{ "db": "admin", "roles": [{ "role": "readWrite" }] }`, "what is no SQL of PostgreSQL's"],
    // Vault knows no such template, and PostgreSQL no such name.
    [`GRANT SELECT ON orders TO {{ name }}`, "what is no SQL of PostgreSQL's"],
  ])('%s', (statement, words) => {
    expect(gainedBy(statement)).toEqual([cannotBeTold(words)]);
    expect(kinds(sqlUpdate([creation, statement], [creation]))).toEqual(['low sql-opaque']);
    expect(kinds(sqlUpdate([creation, statement], [statement, creation]))).toEqual([]);
  });

  it('is not what only reads', () => {
    expect(gainedBy('SELECT 1')).toEqual([]);
  });

  it('changes', () => {
    const block = (body: string) => [creation, `DO $$ BEGIN ${body} END $$`];
    expect(told(sqlUpdate(block('PERFORM f();'), block('PERFORM g();')))).toEqual([
      'high sql-opaque: What users of the role app may cannot be told by reading: a DO block has changed [creation_statements]',
    ]);
  });

  it.each([
    ['known only after the apply', { unknown: ['creation_statements'] }, {}],
    [
      'marked as sensitive, and change',
      { changedSecrets: ['creation_statements'] },
      { creation_statements: ['(sensitive)'] },
    ],
  ])('is what is %s', (why, more, after) => {
    expect(told(roleUpdate(after, after, more))).toEqual([
      `high sql-opaque: What users of the role app may cannot be told: the statements are ${why} [creation_statements]`,
    ]);
  });

  it('hides nothing of what can be read beside it', () => {
    const after = { creation_statements: [creation, `GRANT SELECT ON orders TO ${user}`] };
    expect(kinds(roleUpdate(after, {}, { unknown: ['revocation_statements'] }))).toEqual([
      'high sql-opaque',
      'medium privilege-gained',
    ]);
  });

  it('says nothing of what is marked and stays', () => {
    const masked = { creation_statements: ['(sensitive)'] };
    expect(told(roleUpdate(masked, masked))).toEqual([]);
  });
});

describe('settings', () => {
  it.each([
    [
      `ALTER ROLE ${user} SET search_path = shop, public`,
      "low session-settings: Sessions of users of the role app begin with search_path 'shop, public' [search_path]",
    ],
    [
      `ALTER ROLE ${user} SET session_replication_role = replica`,
      "high session-settings: Sessions of users of the role app begin with session_replication_role 'replica' [session_replication_role]",
    ],
    [
      `ALTER ROLE app_readonly SET app.token = 'hunter2-canary'`,
      'low session-settings: Sessions of app_readonly begin with app.token another value [app.token]',
    ],
    [
      `SET ROLE owner`,
      "high session-settings: The session of Vault's own in which users of the role app are made, and what comes after in it, go on with role 'owner' [role]",
    ],
  ])('%s', (statement, line) => {
    expect(gainedBy(statement)).toEqual([line]);
    expect(kinds(sqlUpdate([creation, statement], [creation]))).toEqual([line.split(':')[0]]);
  });

  it('that are set back say nothing', () => {
    expect(gainedBy(`SET ROLE owner; SET x.y = 1; RESET ROLE; RESET ALL`)).toEqual([]);
  });
});

describe('Vault cuts statements', () => {
  it.each([
    ['at each semicolon', ['a; b;', 'c'], ['a', 'b', 'c']],
    ['also in a string', [`a ';' b`], [`a '`, `' b`]],
    ['not where END stands as a word', ['DO $$ BEGIN a; END $$;'], ['DO $$ BEGIN a; END $$;']],
    ['where END stands in quotes alone', [`a 'END'; b`], [`a 'END'`, 'b']],
    ['of base64', [Buffer.from('GRANT a; GRANT b').toString('base64')], ['GRANT a', 'GRANT b']],
    ['of a JSON list, as they stand there', ['["a; b", "c"]'], ['a; b', 'c']],
  ])('%s', (_, items, statements) => {
    expect(cutStatements(items)).toEqual(statements);
  });
});

describe('how a user ends', () => {
  const none = { drops: false, takesLogin: false, endsSessions: false, isOpaque: false };
  const all = { drops: true, takesLogin: true, endsSessions: true, isOpaque: false };
  const terminate = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'`;
  const block = (...statements: string[]) => `DO $$ BEGIN ${statements.join('; ')}; END $$`;
  it.each([
    ['without statements, as Vault does it', [], { ...none, drops: true }],
    ["by this project's own", [readFileSync(inProject('sql/revoke.sql'), 'utf8')], all],
    ['DROP ROLE', [`DROP ROLE IF EXISTS ${user}`], { ...none, drops: true }],
    ['DROP ROLE of another', ['DROP ROLE someone'], none],
    ['NOLOGIN', [`ALTER ROLE ${user} NOLOGIN`], { ...none, takesLogin: true }],
    ['no password', [`ALTER ROLE ${user} PASSWORD NULL`], { ...none, takesLogin: true }],
    ['a date that is past', [`ALTER ROLE ${user} VALID UNTIL '2000-01-01'`], { ...none, takesLogin: true }],
    ['another password alone', [`ALTER ROLE ${user} PASSWORD 'x'`], none],
    ['its sessions', [terminate], { ...none, endsSessions: true }],
    ['REVOKE alone', [`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${user}`], none],
    ['all of it', [`ALTER ROLE ${user} NOLOGIN; ${terminate}; DROP ROLE ${user}`], all],
    [
      'in a block',
      [block(`PERFORM ${terminate.slice(7)}`, `ALTER ROLE ${user} NOLOGIN`, `DROP ROLE ${user}`)],
      all,
    ],
    [
      'by a text that is put together',
      [block(`EXECUTE 'DROP ROLE ' || quote_ident('{{name}}')`)],
      { ...none, drops: true },
    ],
    [
      'by a format',
      [block(`EXECUTE format('DROP ROLE IF EXISTS %I', '{{name}}')`)],
      { ...none, drops: true },
    ],
    ['in a comment only', [`REVOKE a FROM ${user} -- DROP ROLE ${user}`], none],
    ['by a function', [`SELECT drop_user('{{name}}')`], { ...none, isOpaque: true }],
    ['in a block that cannot be read', [block('BEGIN BROKEN(')], { ...none, isOpaque: true }],
    ['in another language', [`DO LANGUAGE plpython3u $$ drop() $$`], { ...none, isOpaque: true }],
    ["by another database's", [`DROP USER '{{name}}'@'%'`], { ...none, isOpaque: true }],
  ])('%s', (_, statements, ending) => {
    expect(endingOf(statements)).toEqual(ending);
  });
});
