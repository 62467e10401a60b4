import { run, type RunResult } from '../common/run';
import { Problem } from '../common/problem';
import { connectionStringValue } from '../common/quote-sql';

/** How a session ended. */
export type SessionResult =
  | { readonly kind: 'done'; readonly sqlStates: readonly string[]; readonly lines: readonly string[] }
  | { readonly kind: 'refused' };

const sqlStateMark = 'sqlstate:';
const psql = ['psql', '--no-psqlrc', '--quiet', '--no-align', '--tuples-only'];

/** PostgreSQL's codes: the SQL standard's `00000`, and `42501` for what a role may not do. */
export const sqlStates = { ok: '00000', insufficientPrivilege: '42501' } as const;

export interface Login {
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** The certificate of the CA that PostgreSQL's must be of. @default PostgreSQL speaks no TLS */
  readonly ca?: string;
}

/** The password comes on standard input; a CA's certificate, which is no secret, as an argument. */
const plainShell = 'IFS= read -r PGPASSWORD; export PGPASSWORD PGCONNECT_TIMEOUT=10; exec "$@"';
const tlsShell = [
  'IFS= read -r PGPASSWORD',
  'PGSSLMODE=verify-full PGSSLROOTCERT=$(mktemp)',
  'printf %s "$1" > "$PGSSLROOTCERT"; shift',
  'export PGPASSWORD PGSSLMODE PGSSLROOTCERT PGCONNECT_TIMEOUT=10',
  '"$@"; status=$?',
  'unset PGPASSWORD; rm -f "$PGSSLROOTCERT"; exit $status',
].join('\n');

/**
 * Logs in over the network from inside a container and runs statements, each on its own.
 * The password goes in on standard input: it is in no argument list and no container's configuration.
 *
 * @returns `refused` where PostgreSQL refuses the login
 * @throws Problem where PostgreSQL cannot be reached
 */
export async function runOverNetwork(
  container: string,
  login: Login,
  statements: readonly string[],
): Promise<SessionResult> {
  const shell =
    login.ca === undefined ? ['sh', '-c', plainShell, 'sh'] : ['sh', '-c', tlsShell, 'sh', login.ca];
  const target = [`--host=${login.host}`, `--username=${login.username}`, inDatabase(login.database)];
  const args = ['exec', '--interactive', container, ...shell, ...psql, ...target];
  const result = await run('docker', args, { input: `${login.password}\n${script(statements)}` });
  if (result.exitCode === 0) return { kind: 'done', ...parse(result.stdout) };
  if (/password authentication failed|is not permitted to log in/.test(result.stderr))
    return { kind: 'refused' };
  throw unreachable(`${login.host} as ${login.username}`, result);
}

/** The logins come on standard input, three lines each; how each ended goes out, a line each. */
const loginsShell = [
  'export PGPASSWORD PGCONNECT_TIMEOUT=10',
  'if [ -n "$1" ]; then PGSSLMODE=verify-full PGSSLROOTCERT=$(mktemp); export PGSSLMODE PGSSLROOTCERT; printf %s "$1" > "$PGSSLROOTCERT"; fi; shift',
  'while IFS= read -r user && IFS= read -r database && IFS= read -r PGPASSWORD; do',
  '  if error=$("$@" --username="$user" --dbname="$database" --command="SELECT 1" 2>&1 </dev/null); then echo done; else',
  '    case $error in *"password authentication failed"*|*"is not permitted to log in"*) echo refused;; *) echo failed;; esac',
  '  fi',
  'done',
  'if [ -n "$PGSSLROOTCERT" ]; then rm -f "$PGSSLROOTCERT"; fi',
].join('\n');

/**
 * Tries logins over the network from inside a container, all in one go.
 *
 * @param logins to one server
 * @returns which of them it takes
 * @throws Problem where PostgreSQL cannot be reached
 */
export async function tryLogins(
  container: string,
  host: string,
  logins: readonly Login[],
): Promise<boolean[]> {
  const shell = ['sh', '-c', loginsShell, 'sh', logins[0]?.ca ?? ''];
  const args = ['exec', '--interactive', container, ...shell, ...psql, `--host=${host}`];
  const lines = logins.flatMap(({ username, database, password }) => [username, database, password]);
  const result = await run('docker', args, { input: `${lines.join('\n')}\n` });
  const outcomes = result.stdout.split('\n').filter((line) => line !== '');
  if (result.exitCode === 0 && outcomes.length === logins.length && !outcomes.includes('failed'))
    return outcomes.map((outcome) => outcome === 'done');
  throw unreachable(host, result);
}

/** Runs statements as the superuser over the local socket, inside PostgreSQL's own container. */
export async function runAsSuperuser(
  container: string,
  superuser: string,
  database: string,
  statements: readonly string[],
): Promise<readonly string[]> {
  const target = [`--username=${superuser}`, inDatabase(database), '--set=ON_ERROR_STOP=1'];
  const args = ['exec', '--interactive', '--user', 'postgres', container, ...psql, ...target];
  const result = await run('docker', args, { input: script(statements) });
  if (result.exitCode === 0) return parse(result.stdout).lines;
  throw unreachable(`${container}, local socket`, result);
}

/**
 * Runs a file of psql's as the superuser, as `runAsSuperuser` does statements.
 *
 * @param variables what stands in it as `:name`; none of them is a secret
 */
export async function runFileAsSuperuser(
  container: string,
  superuser: string,
  database: string,
  file: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const given = Object.entries(variables).map(([name, value]) => `--set=${name}=${value}`);
  const target = [`--username=${superuser}`, inDatabase(database), ...given];
  const args = ['exec', '--interactive', '--user', 'postgres', container, ...psql, ...target];
  const result = await run('docker', args, { input: file });
  if (result.exitCode !== 0) throw unreachable(`${container}, local socket`, result);
}

/** A name with `=` in it would be read as a connection string, and could lead to another server. */
function inDatabase(database: string): string {
  return `--dbname=dbname=${connectionStringValue(database)}`;
}

function script(statements: readonly string[]): string {
  return statements.map((sql) => `${sql};\n\\echo ${sqlStateMark}:SQLSTATE\n`).join('');
}

function parse(stdout: string): { sqlStates: string[]; lines: string[] } {
  const all = stdout.split('\n').filter((line) => line !== '');
  return {
    sqlStates: all
      .filter((line) => line.startsWith(sqlStateMark))
      .map((line) => line.slice(sqlStateMark.length)),
    lines: all.filter((line) => !line.startsWith(sqlStateMark)),
  };
}

function unreachable(where: string, result: RunResult): Problem {
  return new Problem({
    what: 'PostgreSQL did not answer',
    where,
    why: /(?:error|FATAL|ERROR): +(.*)/.exec(result.stderr)?.[1] ?? `exit code ${result.exitCode}`,
    next: 'npx dbvault status shows what runs',
  });
}
