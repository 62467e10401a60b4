import fc from 'fast-check';
import { connectionStringValue, sqlName, sqlText } from '../../../common/quote-sql';
import { dropRoles } from '../../../steps/drop-roles';
import { runAsSuperuser } from '../../../steps/postgres-session';
import { vaultMadeRoles } from '../../../steps/vault-made-roles';
import { remove, start, toolChain } from './support/container';
import { acceptedNames } from './support/names';
import { hostileText, hostileTextWithoutNul, seed, someOf } from './support/texts';

const minuteMs = 60_000;
/** PostgreSQL keeps 63 bytes of a name, and a letter may have four. */
const names = fc.string({
  unit: fc.oneof(hostileTextWithoutNul, fc.string({ minLength: 1, maxLength: 1 })),
  minLength: 1,
});
const fits = (name: string) => Buffer.byteLength(name) > 0 && Buffer.byteLength(name) <= 63;

describe(`text and names in PostgreSQL (seed ${seed})`, () => {
  let container: string;
  const sql = (...statements: string[]) => runAsSuperuser(container, 'postgres', 'postgres', statements);

  beforeAll(async () => {
    const { images } = await toolChain();
    const options = ['--network', 'none', '--env', 'POSTGRES_PASSWORD=of-nobody', images.postgres];
    container = await start(options, ['pg_isready', '--quiet', '--host=127.0.0.1']);
  }, minuteMs);
  afterAll(() => remove(container), minuteMs);

  it.each(['on', 'off'])('a text is what it was, standard_conforming_strings being %s', async (setting) => {
    const texts = someOf(hostileTextWithoutNul, 300);
    const lines = await sql(
      `SET standard_conforming_strings = ${setting}`,
      'SET escape_string_warning = off',
      ...texts.map((text) => `SELECT encode(convert_to(${sqlText(text)}, 'UTF8'), 'hex') || '.'`),
    );
    const held = lines.map((line) => Buffer.from(line.slice(0, -1), 'hex').toString());
    expect(held).toEqual(texts);
  });

  it('a name is what it was', async () => {
    const all = someOf(names, 300).filter(fits);
    const lines = await sql(
      ...all.map((name) => `SELECT row_to_json(whole.*) FROM (SELECT 1 AS ${sqlName(name)}) whole`),
    );
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object)[0])).toEqual(all);
  });

  it.each([sqlName, sqlText, connectionStringValue])('%p refuses NUL', (quote) => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (before, after) => {
        expect(() => quote(`${before}\0${after}`)).toThrow('NUL');
      }),
      { seed },
    );
  });

  it('a name that PostgreSQL would cut, or cannot have, is refused', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        if (!fits(name)) expect(() => sqlName(name)).toThrow('1 to 63 bytes');
      }),
      { seed, numRuns: 500, examples: [[''], ['a'.repeat(64)], ['é'.repeat(32)]] },
    );
  });

  it('roles and databases that a deployment may name can be made', async () => {
    const roles = [...acceptedNames('connections.pg.username'), ...acceptedNames('postgres.superuser')];
    const made = new Set(roles.filter((name) => name !== 'postgres'));
    await sql(...[...made].flatMap((name) => [`CREATE ROLE ${sqlName(name)}`, `DROP ROLE ${sqlName(name)}`]));
    for (const name of acceptedNames('postgres.database')
      .filter((n) => n !== 'postgres')
      .slice(0, 5)) {
      await sql(`CREATE DATABASE ${sqlName(name)}`);
      expect(await runAsSuperuser(container, 'postgres', name, ['SELECT current_database()'])).toEqual([
        name,
      ]);
      await sql(`DROP DATABASE ${sqlName(name)}`);
    }
  });

  it.each([
    'a=b',
    'dbname=postgres host=elsewhere',
    "it's",
    'a\\b',
    'two\nlines',
    'postgresql://elsewhere/',
    '"; --',
    ' ',
  ])('a user is dropped that owns something in the database %j, which a superuser made', async (database) => {
    await sql('CREATE ROLE owner', `CREATE DATABASE ${sqlName(database)} OWNER owner`);
    await runAsSuperuser(container, 'postgres', database, [
      'CREATE TABLE kept ()',
      'ALTER TABLE kept OWNER TO owner',
    ]);
    await dropRoles({ container, superuser: 'postgres', database: 'postgres' }, ['owner']);
    expect(await sql("SELECT 1 FROM pg_roles WHERE rolname = 'owner'")).toEqual([]);
    await sql(`DROP DATABASE ${sqlName(database)}`);
  });

  it('a name with lines is no other role', async () => {
    const name = 'v-a\nv-token-app-abcdefghijklmnopqrst-1700000000';
    await sql(`CREATE ROLE ${sqlName(name)}`);
    const found = await vaultMadeRoles({ container, superuser: 'postgres', database: 'postgres' });
    await sql(`DROP ROLE ${sqlName(name)}`);
    expect(found).toEqual([]);
  });
});
