import { createHash } from 'node:crypto';
import { run } from '../../../common/run';
import { filesUnder } from './leak-scan';
import { withRoot } from './as-root';
import { docker, psqlAsSuperuser, vaultApi } from './outside';
import type { Flow } from './reference-flow';

/**
 * All that a dry run must leave as it is: the files with the journal, what Docker has, Vault's seal and what is in
 * it, and PostgreSQL's users with their passwords. What cannot be asked, such as a Vault that is sealed, is noted so.
 */
export async function snapshot(flow: Flow): Promise<Record<string, unknown>> {
  const { name, vault, postgres } = flow.deployment;
  const label = `label=dbvault.deployment=${name}`;
  const containers = [vault.containerName, postgres.containerName];
  const started = containers.map((container) =>
    run('docker', ['inspect', '--format', '{{.Id}} {{.State.StartedAt}} {{.State.Status}}', container]),
  );
  const users = 'SELECT rolname, rolpassword, rolvaliduntil FROM pg_authid ORDER BY 1';
  return {
    files: Object.fromEntries(filesUnder(flow.folder).map((file) => [file.name, sha256(file.text)])),
    containers: (await Promise.all(started)).map(({ stdout }) => stdout.trim()),
    volumes: await docker('volume', 'ls', '--quiet', '--filter', label),
    networks: await docker('network', 'ls', '--quiet', '--no-trunc', '--filter', label),
    vault: await inVault(flow).catch(() => 'does not answer'),
    postgres: await psqlAsSuperuser(postgres.containerName, users).then(sha256, () => 'does not answer'),
  };
}

/**
 * Tries a dry run, and a run without a word: neither may change anything.
 *
 * @returns what the dry run said
 */
export async function askedChangesNothing(flow: Flow, loss: string, ...options: string[]): Promise<string> {
  const before = await snapshot(flow);
  const dry = await flow.cli.run('recover', loss, '--dry-run', ...options);
  expect(dry.stderr).toBe('');
  expect(dry.exitCode).toBe(0);
  expect(dry.stdout).toContain('This was a dry run: nothing was changed.');
  expect(await snapshot(flow)).toEqual(before);
  const unasked = await flow.cli.run('recover', loss, ...options);
  expect(unasked.stderr).toContain('Nothing was changed: it needs your word');
  expect(unasked.exitCode).toBe(3);
  expect(await snapshot(flow)).toEqual(before);
  return dry.stdout;
}

async function inVault(flow: Flow): Promise<unknown> {
  const { port } = flow.deployment.vault;
  const ask = (path: string, token = '') => vaultApi(port, token, path);
  const paths = ['sys/seal-status', 'sys/rekey/init', 'sys/generate-root/attempt'];
  const open = await Promise.all(paths.map((path) => ask(path)));
  const { shares } = keysOf(flow);
  if (shares.length < 3 || open[0]?.body['sealed'] === true) return open;
  const asked = await withRoot(port, shares, async (token) => {
    const own = (await ask('auth/token/lookup-self', token)).body['data'] as { accessor: string };
    return Promise.all([
      ask('auth/token/accessors?list=true', token).then(({ body }) =>
        namesIn(body).filter((accessor) => accessor !== own.accessor),
      ),
      ask('sys/leases/lookup/database/creds/db-app?list=true', token).then(({ body }) => namesIn(body)),
      ask('database/config/my-postgres-database', token).then(({ body }) => body['data']),
    ]);
  });
  return [open, asked];
}

function namesIn(body: Record<string, unknown>): string[] {
  return [...((body['data'] as { keys?: string[] } | undefined)?.keys ?? [])].sort();
}

/** Without shares where the key store is what was lost: then nobody can ask as root. */
function keysOf(flow: Flow): { readonly shares: readonly string[] } {
  try {
    return flow.keys();
  } catch {
    return { shares: [] };
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
