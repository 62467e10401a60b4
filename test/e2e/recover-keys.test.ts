import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployment } from './deployments/e2e-recover-keys';
import { findSecrets, filesUnder } from './support/leak-scan';
import { docker } from './support/outside';
import { Flow } from './support/reference-flow';
import { askedChangesNothing, snapshot } from './support/snapshot';

const minuteMs = 60_000;
// Each test loses something, and brings both systems up again.
jest.setTimeout(5 * minuteMs);
const flow = new Flow({
  file: 'test/e2e/deployments/e2e-recover-keys.ts',
  props: deployment,
  firstPassword: `canary-${randomBytes(12).toString('hex')}`,
});
const keysFile = `${flow.folder}/keys/vault-keys.json`;
const nextFile = `${flow.folder}/keys/vault-keys.next.json`;
const outside = mkdtempSync(join(tmpdir(), 'dbvault-e2e-'));
const shareFile = join(outside, 'shares');
const secrets: Record<string, string> = {};

interface Recovered {
  readonly found: boolean;
  readonly changed: readonly string[];
}

/** Keeps only these shares in the key store. */
function keepShares(...indexes: number[]): void {
  const keys = flow.keys();
  writeFileSync(keysFile, JSON.stringify({ ...keys, shares: indexes.map((index) => keys.shares[index]) }));
}

/** All that the key store ever held must be nowhere but there. */
function rememberSecrets(): void {
  for (const secret of [...flow.keys().shares, ...Object.values(flow.logins())])
    secrets[`secret ${Object.keys(secrets).length}`] = secret;
}

async function seal(): Promise<void> {
  await docker('restart', flow.deployment.vault.containerName);
  for (;;) {
    const answer = await flow.api('', 'sys/seal-status').catch(() => undefined);
    if (answer?.body['sealed'] === true) return;
  }
}

const changesNothing = (...options: string[]) => askedChangesNothing(flow, 'keys', ...options);

async function recoverKeys(...options: string[]): Promise<Recovered> {
  const recovered = await flow.cli.json<Recovered>('recover', 'keys', '--yes', ...options);
  rememberSecrets();
  return recovered;
}

/** What is in the key store opens Vault after a restart, and nothing else changed. */
async function opensAgain(): Promise<void> {
  expect(new Set(flow.keys().shares).size).toBe(5);
  expect(existsSync(nextFile)).toBe(false);
  expect(flow.mode('keys/vault-keys.json')).toBe('600');
  await seal();
  await flow.cli.json('unseal');
  expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
  expect((await flow.psql(await flow.credential(), 'SELECT 1')).stdout.trim()).toBe('1');
}

describe('lost keys', () => {
  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    rememberSecrets();
  }, 5 * minuteMs);
  afterAll(async () => {
    await flow.cli.destroyAll();
    rmSync(outside, { recursive: true });
  }, minuteMs);

  it('nothing is lost: says so', async () => {
    const before = await snapshot(flow);
    const result = await flow.cli.run('recover', 'keys', '--yes');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('Nothing to recover: Vault is open, and all 5 key shares');
    expect(await snapshot(flow)).toEqual(before);
  });

  it('one share: Vault makes a full new set, and the old one opens it no more', async () => {
    const old = flow.keys();
    keepShares(0, 1, 3, 4);
    const words = await changesNothing();
    expect(words).toContain('Found: 4 of 5 key shares are in the key store.');
    await recoverKeys();
    expect(flow.keys().shares.some((share) => old.shares.includes(share))).toBe(false);
    await opensAgain();
    await seal();
    for (const key of old.shares.slice(0, 3)) await flow.api('', 'sys/unseal', 'PUT', { key });
    expect((await flow.api('', 'sys/seal-status')).body['sealed']).toBe(true);
    await flow.cli.json('unseal');
  });

  it('a share is lost while somebody else rekeys: that rekey is cancelled, and it is said', async () => {
    keepShares(0, 1, 2);
    const begin = { secret_shares: 1, secret_threshold: 1 };
    expect((await flow.api('', 'sys/rekey/init', 'PUT', begin)).status).toBe(200);
    expect(await changesNothing()).toContain('cancel a rekey that somebody began');
    expect((await recoverKeys()).changed).toContain('cancelled a rekey that somebody began');
    await opensAgain();
  });

  it('the key store, with Vault sealed: shares that people hold open it, one copied wrongly among them', async () => {
    const { shares } = flow.keys();
    const [first = '', second = '', third = ''] = shares;
    const hex = Buffer.from(second, 'base64').toString('hex');
    const wrong = Buffer.from(third, 'base64').fill(7, 0, 4).toString('base64');
    writeFileSync(shareFile, [first, wrong, hex, '', third].join('\n'), { mode: 0o644 });
    rmSync(keysFile);
    await seal();

    const refused = await flow.cli.run('recover', 'keys', '--yes', '--shares', shareFile);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain(`chmod 600 ${shareFile}`);
    chmodSync(shareFile, 0o600);
    const words = await changesNothing('--shares', shareFile);
    expect(words).toContain('unseal Vault with 3 of the 4 shares at hand');
    const { changed } = await recoverKeys('--shares', shareFile);
    expect(changed).toContain('unsealed Vault');
    expect(flow.keys().shares).not.toContain(first);
    await opensAgain();
  });

  it('the key store, and all shares are at hand: they go on counting', async () => {
    const { shares } = flow.keys();
    writeFileSync(shareFile, shares.join('\n'), { mode: 0o600 });
    rmSync(keysFile);
    await changesNothing('--shares', shareFile);
    await recoverKeys('--shares', shareFile);
    expect(flow.keys().shares).toEqual(shares);
    await opensAgain();
  });

  it('a share is damaged, and Vault sealed: the others open it, and make a new set', async () => {
    const keys = flow.keys();
    const damaged = Buffer.from(keys.shares[0] ?? '', 'base64').fill(7, 0, 4);
    writeFileSync(
      keysFile,
      JSON.stringify({ ...keys, shares: keys.shares.with(0, damaged.toString('base64')) }),
    );
    await seal();
    expect((await flow.cli.run('unseal')).exitCode).toBe(3);
    await changesNothing();
    expect((await recoverKeys()).changed.join()).toContain('made 5 new key shares');
    await opensAgain();
  });

  it('killed after Vault counts the new set: it is taken up', async () => {
    const before = JSON.stringify({ ...flow.keys(), shares: flow.keys().shares });
    keepShares(0, 1, 2, 3);
    await recoverKeys();
    const counted = flow.keys();
    renameSync(keysFile, nextFile);
    writeFileSync(keysFile, before, { mode: 0o600 });
    await seal();
    expect((await flow.cli.run('unseal')).exitCode).toBe(3);
    await changesNothing();
    const { changed } = await recoverKeys();
    expect(changed).toContain('took up the key set that an interrupted recovery made');
    expect(flow.keys()).toEqual(counted);
    await opensAgain();
  });

  it('killed before Vault counts the new set: the old one stays', async () => {
    const counted = flow.keys();
    const never = counted.shares.map(() => randomBytes(33).toString('base64'));
    writeFileSync(nextFile, JSON.stringify({ ...counted, shares: never }), { mode: 0o600 });
    await changesNothing();
    await recoverKeys();
    expect(flow.keys()).toEqual(counted);
    await opensAgain();
  });

  it('too many shares: says what works still and what does not, and changes nothing', async () => {
    const copy = `${keysFile}.copy`;
    copyFileSync(keysFile, copy);
    keepShares(0, 1);
    const before = await snapshot(flow);
    const open = await flow.cli.run('recover', 'keys', '--yes');
    expect(open.exitCode).toBe(3);
    expect(open.stderr).toContain('2 of the 3 key shares that open this Vault are here');
    expect(open.stderr).toContain('credentials are issued and ended until Vault is sealed or restarts');
    expect(open.stderr).toContain('npx dbvault recover vault-volume');
    expect(await snapshot(flow)).toEqual(before);
    expect((await flow.psql(await flow.credential(), 'SELECT 1')).stdout.trim()).toBe('1');
    await seal();
    const sealed = await flow.cli.run('recover', 'keys', '--yes');
    expect(sealed.exitCode).toBe(3);
    expect(sealed.stderr).toContain('Vault is sealed and stays so');
    renameSync(copy, keysFile);
    await flow.cli.json('unseal');
  });

  it('keeps every key store that there was, and tells no secret', () => {
    const archived = filesUnder(`${flow.folder}/keys-archive`);
    expect(archived.length).toBeGreaterThanOrEqual(5);
    const places = [
      { name: 'what was printed', text: flow.cli.printed.join('\n') },
      { name: 'the journal', text: readFileSync(`${flow.folder}/journal.jsonl`, 'latin1') },
    ];
    expect(findSecrets(places, secrets)).toEqual([]);
    expect(findSecrets(archived, secrets).length).toBeGreaterThan(20);
  });
});
