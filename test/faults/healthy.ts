import { run } from '../../common/run';
import { withRoot } from '../e2e/support/as-root';
import { findSecrets } from '../e2e/support/leak-scan';
import { vaultApi } from '../e2e/support/outside';
import { withLogins, type Login } from './logins';
import { until, type System } from './system';

const firstPassword = 'first-passwords/my-postgres-database';

/** What `creds` asks for lives for an hour, and its token little longer. */
const longestTokenSeconds = 3660;

const leasesPath = 'sys/leases/lookup/database/creds/db-app';

/**
 * Everything that must hold after `up`, whatever happened before it: asked of Vault, PostgreSQL and Docker, not of
 * the command alone.
 *
 * @throws Error that names the first thing that does not hold
 */
export async function expectHealthy(system: System): Promise<void> {
  await expectOneInit(system);
  const { shares, rootToken } = system.keys();
  expect(rootToken === undefined, 'the key store holds no root token');
  await withRoot(system.port, shares, async (root) => {
    await expectTokens(system, root);
    await expectNothingLeftBehind(system, root);
    await withLogins(system, async (login) => {
      const first = await login('vault_admin', system.kept(firstPassword), 'SELECT 1');
      expect(first === undefined, 'the first password is refused');
      // Vault has a password that it can change.
      await system.ask(root, 'database/rotate-root/my-postgres-database', 'PUT');
      await expectCredentials(system, login);
    });
    await expectSharesOpen(system, root);
  });
  expectNoSecretPrinted(system);
  system.foundWell();
}

/** Runs `up`, which must succeed and leave everything healthy. @returns how long it took */
export async function wellAgain(system: System): Promise<{ seconds: number }> {
  const { seconds } = await system.must('up', '--yes');
  await expectHealthy(system);
  return { seconds };
}

/** One Vault, initialized once; again only where a run says that nobody had the keys. */
async function expectOneInit(system: System): Promise<void> {
  const { stdout, stderr } = await run('docker', ['logs', system.vault]);
  const inits = `${stdout}${stderr}`.split('security barrier initialized').length - 1;
  const allowed = 1 + keysNobodyGot(system);
  expect(inits <= allowed, `Vault is initialized no more than ${allowed} times: ${inits}`);
  const { cluster_id: cluster } = (await vaultApi(system.port, '', 'sys/seal-status')).body;
  expect(cluster === system.kept('keys/vault-cluster-id'), 'the key store belongs to this Vault');
}

/** How often a run was cut off before it had the keys, or was told to empty a Vault that nobody can open. */
function keysNobodyGot(system: System): number {
  const events = system
    .kept('journal.jsonl')
    .match(/"step":"(initialize|empty vault)","event":"(begun|done)"/g);
  const count = (step: string, event: string) =>
    (events ?? []).filter((text) => text.includes(step) && text.includes(event)).length;
  return count('initialize', 'begun') - count('initialize', 'done') + count('empty vault', 'begun');
}

/** No token but the application's simple one, and those that end by themselves soon: root's is not one of these. */
async function expectTokens(system: System, root: string): Promise<void> {
  const own = (await system.ask(root, 'auth/token/lookup-self'))['accessor'];
  const { keys } = await system.ask(root, 'auth/token/accessors?list=true');
  const others = (keys as string[]).filter((accessor) => accessor !== own);
  const tokens = await Promise.all(
    others.map((accessor) => system.ask(root, 'auth/token/lookup-accessor', 'POST', { accessor })),
  );
  const lasting = tokens.filter(
    ({ ttl, period }) =>
      Number(ttl) === 0 || Number(ttl) > longestTokenSeconds || (period !== undefined && period !== 0),
  );
  const names = lasting.map((token) => String(token['display_name'])).sort();
  const allowed = system.hasToken ? 'token-app' : '';
  expect(names.join() === allowed, `no lasting token is there but '${allowed}': ${names.join()}`);
}

/** A credential reads and can be given back. */
async function expectCredentials(system: System, login: Login): Promise<void> {
  const app = await system.appToken();
  const { body } = await vaultApi(system.port, app, 'database/creds/db-app');
  const { username, password } = body['data'] as { username: string; password: string };
  await system.superuser('DROP TABLE IF EXISTS fault; CREATE TABLE fault AS SELECT 7 AS id');
  expect((await login(username, password, 'SELECT id FROM fault')) === '7', 'a credential reads');
  const lease = { lease_id: body['lease_id'], sync: true };
  const revoked = await vaultApi(system.port, app, 'sys/leases/revoke', 'PUT', lease);
  expect(revoked.status === 204, 'a credential can be given back');
  const after = await login(username, password, 'SELECT 1');
  expect(after === undefined, 'a credential that was given back is gone');
}

/** Of killed runs PostgreSQL keeps nothing: every user that Vault made has a lease, and no table is left. */
async function expectNothingLeftBehind(system: System, root: string): Promise<void> {
  const roles = await system.superuser("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-%'");
  const leases = ((await system.ask(root, `${leasesPath}?list=true`))['keys'] ?? []) as string[];
  expect(Number(roles) === leases.length, `every user has a lease: ${roles} users, ${leases.length} leases`);
  const tables = await system.superuser("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'dbvault%'");
  expect(tables === '0', 'no table of a killed run is left');
}

/** The shares of the key store open this Vault. */
async function expectSharesOpen(system: System, root: string): Promise<void> {
  const { shares, threshold } = system.keys();
  await system.ask(root, 'sys/seal', 'PUT');
  for (const key of shares.slice(0, threshold)) await system.ask('', 'sys/unseal', 'PUT', { key });
  const { sealed } = (await vaultApi(system.port, '', 'sys/seal-status')).body;
  expect(sealed === false, 'the shares of the key store open Vault');
  await until('Vault serves', async () => (await vaultApi(system.port, '', 'sys/health')).status === 200);
}

function expectNoSecretPrinted(system: System): void {
  const { shares } = system.keys();
  const secrets = {
    ...(system.hasToken ? { "the application's token": system.kept('keys/app-token') } : {}),
    'the first password': system.kept(firstPassword),
    ...Object.fromEntries(
      system
        .identities()
        .map((identity) => [`the secret id of ${identity}`, system.vaultLogin(identity).secretId]),
    ),
    ...Object.fromEntries(shares.map((share, index) => [`share ${index + 1}`, share])),
  };
  const places = [
    { name: 'what was printed', text: system.printed.join('\n') },
    { name: 'the journal', text: system.kept('journal.jsonl') },
  ];
  const found = findSecrets(places, secrets);
  expect(found.length === 0, `no secret is printed: ${found.join(', ')}`);
}

/** @throws Error that says what does not hold */
export function expect(holds: boolean, claim: string): void {
  if (!holds) throw new Error(`Does not hold: ${claim}`);
}
