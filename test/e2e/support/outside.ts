import { run, type RunResult } from '../../../common/run';

/** Docker as a person at a shell uses it: none of the product's own code. */
export async function docker(...args: string[]): Promise<string> {
  const result = await run('docker', args);
  if (result.exitCode !== 0) throw new Error(`docker ${args.join(' ')}: ${result.stderr}`);
  return result.stdout.trim();
}

export async function inspect(name: string, format: string): Promise<string> {
  return docker('inspect', '--format', format, name);
}

/** Logs in from a new container on the deployment's network and runs one statement. */
export async function psqlFromOutside(
  network: string,
  image: string,
  login: { username: string; password: string; database: string },
  sql: string,
): Promise<RunResult> {
  const script = `read -r PGPASSWORD; export PGPASSWORD; exec psql -X -A -t -h postgres -U "$0" -d "$1" -c "$2"`;
  return run(
    'docker',
    [
      'run',
      '--rm',
      '-i',
      '--network',
      network,
      '--entrypoint',
      'sh',
      image,
      '-c',
      script,
      login.username,
      login.database,
      sql,
    ],
    { input: `${login.password}\n` },
  );
}

/** As the superuser, over the socket inside PostgreSQL's own container. */
export async function psqlAsSuperuser(container: string, sql: string): Promise<string> {
  return docker('exec', '-u', 'postgres', container, 'psql', '-X', '-A', '-t', '-U', 'postgres', '-c', sql);
}

/** Vault's HTTP API as an application calls it. */
export async function vaultApi(
  port: number,
  token: string,
  path: string,
  method = 'GET',
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/${path}`, {
    method,
    headers: { 'X-Vault-Token': token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
