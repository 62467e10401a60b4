import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../common/project';
import { deployment } from './deployments/e2e-pgp-custody';
import { withRoot } from './support/as-root';
import { atTerminal } from './support/at-terminal';
import { decryptShares, makeKeyHolders, shareFilesIn, type KeyHolder } from './support/key-holders';
import { filesUnder, findSecrets } from './support/leak-scan';
import { docker } from './support/outside';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(2 * minuteMs);
const file = 'test/e2e/deployments/e2e-pgp-custody.ts';
const outside = mkdtempSync(join(tmpdir(), 'dbvault-e2e-'));
let people: readonly KeyHolder[];
let flow: Flow;
/** In hexadecimal, as Vault encrypts them; the test alone has them in clear. */
let shares: string[];

function shareFile(...texts: string[]): string {
  const path = join(outside, randomBytes(6).toString('hex'));
  writeFileSync(path, texts.join('\n'), { mode: 0o600 });
  return path;
}

async function restart(): Promise<void> {
  await docker('restart', flow.deployment.vault.containerName);
  for (;;) {
    const answer = await flow.api('', 'sys/seal-status').catch(() => undefined);
    if (answer?.body['sealed'] === true) return;
  }
}

const share = (index: number) => shares[index] ?? '';
const unseal = async (...texts: string[]) => flow.cli.run('unseal', '--shares', shareFile(...texts));
const sealed = async () => (await flow.api('', 'sys/seal-status')).body['sealed'];

async function expectToNameHolders(...args: string[]): Promise<void> {
  const stopped = await flow.cli.run(...args);
  expect(stopped.exitCode).toBe(3);
  expect(stopped.stderr).toContain('This needs 2 key shares, and none was given');
  for (const { fingerprint } of people) expect(stopped.stderr).toContain(fingerprint);
  expect(stopped.stderr).toContain('gpg --decrypt .dbvault/e2e-pgp-custody/keys/shares/');
  expect(stopped.stderr).toContain('npx dbvault unseal --shares -');
}

describe('key shares that people hold', () => {
  beforeAll(async () => {
    people = await makeKeyHolders(deployment.keys?.pgp ?? []);
    flow = new Flow({ file, props: deployment, firstPassword: `canary-${randomBytes(12).toString('hex')}` });
    await flow.cli.destroyAll();
  }, minuteMs);
  afterAll(async () => {
    await flow.cli.destroyAll();
    rmSync(outside, { recursive: true });
    rmSync(inProject('test/e2e/keys'), { recursive: true });
  }, minuteMs);

  it('up initializes, and stops with who holds which share and what to do', async () => {
    await expectToNameHolders('up', '--yes');
    expect((await flow.api('', 'sys/seal-status')).body).toMatchObject({ initialized: true, sealed: true });
  });

  it('has a file for each holder, that opens with the private key of that one alone', async () => {
    const files = shareFilesIn(`${flow.folder}/keys`);
    expect(files.map((path) => path.slice(`${flow.folder}/keys/shares/`.length))).toEqual(
      people.map(({ fingerprint }, index) => `${index + 1}-${fingerprint}.asc`),
    );
    expect(files.map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(['600', '600', '600']);
    shares = await decryptShares(`${flow.folder}/keys`, people);
    expect(shares).toEqual(Array(3).fill(expect.stringMatching(/^[0-9a-f]{66}$/)));
    await expect(decryptShares(`${flow.folder}/keys`, [...people].reverse())).rejects.toThrow();
  });

  it('is opened by two people in turn, each in a run of their own', async () => {
    const first = await unseal(share(0));
    expect([first.exitCode, first.stdout]).toEqual([2, '1 of 2 key shares given; 1 more opens it']);
    const again = await unseal(share(0));
    expect(again.exitCode).toBe(2);
    expect(again.stdout).toBe('Vault has this key share already: 1 of 2 key shares given; 1 more opens it');
    expect((await flow.cli.run('status')).stdout).toContain('sealed, 1 of 2 shares given');
    const second = await unseal(share(2));
    expect([second.exitCode, second.stdout]).toEqual([0, 'Vault is unsealed.']);
  });

  it('refuses a wrong share, and takes the right ones after it', async () => {
    await restart();
    await unseal(share(0));
    const wrong = await unseal(randomBytes(33).toString('hex'));
    expect(wrong.exitCode).toBe(3);
    expect(wrong.stderr).toContain('at least one of the 2 is wrong');
    expect((await unseal('nothing of a share')).exitCode).toBe(64);
    expect(await sealed()).toBe(true);
    expect((await unseal(share(1))).exitCode).toBe(2);
    expect((await unseal(share(0))).exitCode).toBe(0);
  });

  it('up goes on to a credential that works, with shares for root: one of them wrong', async () => {
    await expectToNameHolders('up');
    const wrong = randomBytes(33).toString('hex');
    const files = [shareFile(wrong, share(2)), shareFile(share(1))];
    const up = await flow.cli.run('up', '--json', ...files.flatMap((path) => ['--shares', path]));
    expect(up.exitCode).toBe(0);
    expect(up.stderr).toContain('number 1 is not of this Vault');
    const result = JSON.parse(up.stdout) as { changed: string[]; custody: string };
    expect(result.custody).toBe('people');
    expect(result.changed).toContain('ended root');
    expect((await flow.psql(await flow.credential(), 'SELECT 1')).stdout.trim()).toBe('1');
  });

  it('leaves no root token', async () => {
    const { port } = flow.deployment.vault;
    const roots = await withRoot(port, [share(0), share(1)], async (token) => {
      const { body } = await flow.api(token, 'auth/token/accessors?list=true');
      const { keys } = body['data'] as { keys: string[] };
      const tokens = keys.map((accessor) =>
        flow.api(token, 'auth/token/lookup-accessor', 'PUT', { accessor }),
      );
      const found = (await Promise.all(tokens)).map(
        (answer) => answer.body['data'] as { policies: string[] },
      );
      return found.filter(({ policies }) => policies.includes('root')).length;
    });
    // The one that asks.
    expect(roots).toBe(1);
  });

  it('a second up changes nothing, and needs no share; a backup is not called unopenable', async () => {
    expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
    const backup = await flow.cli.json<{ opensWithKeyStore: unknown }>('backup');
    expect(backup.opensWithKeyStore).toBeNull();
    const tried = await flow.cli.json('backup', '--shares', shareFile(share(0), share(1)));
    expect(tried).toMatchObject({ opensWithKeyStore: true });
  });

  it("a new set is the holders' to make", async () => {
    const refused = await flow.cli.run('recover', 'keys', '--yes');
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('rekey -init -key-shares=3 -key-threshold=2 -pgp-keys=');
  });

  it('a restart of Vault asks for shares again; at a terminal what is typed is not shown', async () => {
    await restart();
    await expectToNameHolders('up');
    const { exitCode, screen, letters } = await atTerminal(
      `node cli/dbvault.mjs unseal --deployment ${file}`,
      [
        { when: 'Key share 1 of 2', type: 'no share\r' },
        { when: 'That was no key share', type: `${share(2)}\r` },
        { when: 'Key share 2 of 2', type: `${share(0)}\r` },
      ],
    );
    flow.cli.printed.push(screen, letters);
    expect(screen).toContain('Vault is unsealed.');
    expect(exitCode).toBe(0);
    expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
  });

  it('Ctrl-C at the prompt gives nothing, and the terminal back', async () => {
    await restart();
    const command = `node cli/dbvault.mjs unseal --deployment ${file}; echo ended with $?; stty -a`;
    const { screen } = await atTerminal(command, [{ when: 'Key share 1 of 2', type: '\u0003' }]);
    expect(screen).toContain('ended with 2');
    expect(screen).toMatch(/ icanon/);
    expect(screen).toMatch(/ echo /);
    expect((await flow.api('', 'sys/seal-status')).body).toMatchObject({ sealed: true, progress: 0 });
    expect((await unseal(share(0), share(1))).exitCode).toBe(0);
  });

  it('no share and no root token stands in clear in any file, nor in what was printed', () => {
    const secrets = Object.fromEntries(
      shares.flatMap((hex, index) => [
        [`share ${index} in hex`, hex],
        [`share ${index} in base64`, Buffer.from(hex, 'hex').toString('base64')],
      ]),
    );
    const files = filesUnder(flow.folder);
    const printed = { name: 'what was printed', text: flow.cli.printed.join('\n') };
    expect(files.length).toBeGreaterThan(10);
    expect(findSecrets([...files, printed], secrets)).toEqual([]);
    expect(readdirSync(`${flow.folder}/keys`)).not.toContain('vault-keys.json');
    const tokens = files.filter(({ name, text }) => text.includes('hvs.') && !name.endsWith('app-token'));
    expect(tokens.map(({ name }) => name)).toEqual([]);
  });
});
