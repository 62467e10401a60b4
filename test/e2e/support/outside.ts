import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { request as http, type IncomingMessage } from 'node:http';
import { request as https } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectFolder } from '../../../common/project';
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

/**
 * Vault's HTTP API as an application calls it: over TLS with the CA of the deployment that has this port, and in
 * clear where that one has none.
 */
export async function vaultApi(
  port: number,
  token: string,
  path: string,
  method = 'GET',
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const ca = await caOf(port);
  const send = ca === undefined ? http : https;
  const request = send(`${ca === undefined ? 'http' : 'https'}://127.0.0.1:${port}/v1/${path}`, {
    method,
    headers: { 'X-Vault-Token': token, ...headers },
    agent: false,
    ...(ca === undefined ? {} : { ca }),
  });
  request.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const answer = await text(response);
  return {
    status: response.statusCode ?? 0,
    body: answer === '' ? {} : (JSON.parse(answer) as Record<string, unknown>),
  };
}

/** Each deployment has a port of its own. */
const deployments = new Map<number, string>();

/** Undefined where the deployment has no TLS. */
async function caOf(port: number): Promise<string | undefined> {
  const format = '{{.Label "dbvault.deployment"}}';
  const name =
    deployments.get(port) ?? (await docker('ps', '--filter', `publish=${port}`, '--format', format));
  if (name !== '') deployments.set(port, name);
  const file = join(projectFolder, '.dbvault', name, 'tls', 'ca.pem');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
