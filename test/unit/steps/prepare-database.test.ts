import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDatabase } from '../../../steps/prepare-database';
import { rejected } from '../support/caught';
import { fakeProgram } from '../support/fake-program';
import { temporaryFolder } from '../support/temporary-folder';

function props() {
  const firstPasswordFile = join(temporaryFolder(), 'orders');
  writeFileSync(firstPasswordFile, 'kept-password\n');
  return {
    container: 'pg',
    superuser: 'postgres',
    serverDatabase: 'postgres',
    database: 'orders',
    readonlyGroup: 'app_readonly_orders',
    username: 'vault_orders',
    firstPasswordFile,
  };
}

/** A PostgreSQL that has what answers to one of these questions. @returns what it was told, call by call */
function postgresWith(...there: string[]): () => string[] {
  const log = join(temporaryFolder(), 'told');
  const answers = there.map((what) => `case "$told" in *"${what}"*) echo 1;; esac`);
  fakeProgram('docker', [`told=$(cat)`, `printf '%s\\n%s\\0' "$*" "$told" >> ${log}`, ...answers].join('\n'));
  return () => readFileSync(log, 'utf8').split('\0').slice(0, -1);
}

const kinds: readonly [kind: string, pattern: RegExp][] = [
  ['is there a database', /FROM pg_database WHERE datname = 'orders'/],
  ['make the database', /CREATE DATABASE "orders"/],
  ['is there a login', /FROM pg_roles WHERE rolname = 'vault_orders'/],
  ['make the login', /CREATE ROLE "vault_orders" LOGIN CREATEROLE;/],
  ['give the login a password', /ALTER ROLE "vault_orders" PASSWORD/],
  ['run database.sql', /GRANT USAGE ON SCHEMA public TO :"group"/],
];

function inOrder(calls: readonly string[]): string[] {
  return calls.map((call) => kinds.find(([, pattern]) => pattern.test(call))?.[0] ?? call);
}

describe('prepare database', () => {
  it('makes database, login and group, in this order, where nothing is there', async () => {
    const told = postgresWith();
    await prepareDatabase(props());
    expect(inOrder(told())).toEqual([
      'is there a database',
      'make the database',
      'is there a login',
      'make the login',
      'run database.sql',
      'give the login a password',
    ]);
  });

  it('leaves a database that is there, and gives a login that is there a new password', async () => {
    const told = postgresWith('pg_database', 'pg_roles');
    const given = props();
    await prepareDatabase(given);
    expect(inOrder(told())).toEqual([
      'is there a database',
      'is there a login',
      'run database.sql',
      'give the login a password',
    ]);
    const password = readFileSync(given.firstPasswordFile, 'utf8').trim();
    expect(password).not.toBe('kept-password');
    expect(told()[3]).toContain(`PASSWORD '${password}'`);
  });

  it('keeps everybody out of a database that it makes', async () => {
    const told = postgresWith();
    await prepareDatabase(props());
    expect(told()[1]).toMatch(/CREATE DATABASE "orders"[^]*REVOKE ALL ON DATABASE "orders" FROM PUBLIC/);
  });

  it('names passwords to nobody but standard input', async () => {
    const told = postgresWith();
    await prepareDatabase(props());
    const [args, sql] = (told().at(-1) ?? '').split(/\n([^]*)/);
    expect(args).not.toContain('kept-password');
    expect(sql).toContain("PASSWORD 'kept-password'");
    expect(sql).toMatch(/^SET log_min_error_statement = panic/);
  });

  it.each([
    ['vault_orders', ['--set=group=app_readonly_orders', '--set=admin=vault_orders']],
    ['postgres', ['--set=group=app_readonly_orders']],
  ])('tells database.sql what %s needs, in its own database', async (username, set) => {
    const told = postgresWith('pg_database', 'pg_roles');
    await prepareDatabase({ ...props(), username });
    const [args = ''] = told().at(-2)?.split('\n') ?? [];
    expect(args.split(' ').filter((arg) => arg.startsWith('--set=') && arg.split('=').length === 3)).toEqual(
      expect.arrayContaining(set),
    );
    expect(args).toMatch(/--dbname=dbname='?orders/);
    expect(args.includes('admin=')).toBe(set.length === 2);
  });

  it('stops at what PostgreSQL refuses', async () => {
    fakeProgram('docker', 'exit 1');
    const given = props();
    await rejected(prepareDatabase(given));
    expect(readFileSync(given.firstPasswordFile, 'utf8')).toBe('kept-password\n');
  });
});
