import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vaultVolume } from '../../constructs/names';
import { deployment } from './deployments/e2e-ha';
import { IssuingLoop, type Issued } from './support/issuing-loop';
import { docker, vaultApi } from './support/outside';
import { Flow } from './support/reference-flow';

const longest = 600_000;

interface Part {
  readonly part: string;
  readonly state: string;
  readonly ok: boolean;
}

interface Brought {
  readonly changed: string[];
  readonly proven: string[];
}

/** An election, and what an application needs to find the next node. */
// A new leader is there in seconds; on a machine with less than a core for each node it takes many.
const longestGapMs = 60_000;

describe('a Vault of three nodes, on the real systems', () => {
  const flow = new Flow({
    file: 'test/e2e/deployments/e2e-ha.ts',
    props: deployment,
    firstPassword: `canary-${randomBytes(12).toString('hex')}`,
  });
  const { cli, network } = flow;
  const { nodes } = flow.deployment.vault;
  const ports = nodes.map(({ port }) => port);
  const containerOf = (name: string) => nodes.find((node) => node.name === name)?.containerName ?? '';
  const told: Record<string, Omit<Issued, 'last'>> = {};

  /** Name of the node that leads, as one that is asked says. */
  const leader = async () => {
    for (const { name, port } of nodes) {
      const health = await vaultApi(port, '', 'sys/health').catch(() => undefined);
      if (health?.status === 200) return name;
    }
    throw new Error('no node leads');
  };
  const follower = async () => {
    const leading = await leader();
    return nodes.findLast(({ name }) => name !== leading)?.name ?? '';
  };
  const parts = async () => {
    const { exitCode, stdout } = await cli.run('status', '--json');
    return { exitCode, parts: (JSON.parse(stdout) as { parts: Part[] }).parts };
  };
  const autopilot = async () => {
    const token = await flow.tokenOf('plan');
    const { body } = await flow.api(token, 'sys/storage/raft/autopilot/state');
    return body['data'] as { healthy: boolean; voters: string[]; failure_tolerance: number };
  };
  const login = async (credential: { username: string; password: string }) =>
    (await flow.psql(credential, 'SELECT 1')).stdout.trim();
  const initializations = () =>
    readFileSync(join(flow.folder, 'journal.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"step":"initialize","event":"done"')).length;

  /** While credentials are asked for all the time. */
  const whileIssuing = async (what: string, happens: () => Promise<void>): Promise<void> => {
    const ca = readFileSync(join(flow.folder, 'tls', 'ca.pem'), 'utf8');
    const loop = new IssuingLoop(ports, ca, await flow.appToken());
    try {
      await happens();
    } catch (error) {
      await loop.stop();
      throw error;
    }
    const { last, ...rest } = await loop.stop();
    told[what] = rest;
    console.log(`${what}: ${JSON.stringify(rest)}`);
    expect(rest.count).toBeGreaterThan(10);
    expect(rest.longestGapMs).toBeLessThan(longestGapMs);
    expect(await login(last)).toBe('1');
  };
  /** Brings it up, and asks the live systems whether it is whole again. */
  const becomesWhole = async (): Promise<string[]> => {
    const { changed } = await cli.json<Brought>('up');
    expect(await autopilot()).toMatchObject({ healthy: true, failure_tolerance: 1 });
    expect((await autopilot()).voters.sort()).toEqual(['vault', 'vault-2', 'vault-3']);
    expect(await login(await flow.credential())).toBe('1');
    const state = await parts();
    expect(state.parts.filter(({ ok }) => !ok)).toEqual([]);
    expect(state.parts.find(({ part }) => part === 'Orphan roles')?.state).toBe('none');
    expect(initializations()).toBe(1);
    return changed;
  };

  beforeAll(() => cli.destroyAll(), longest);
  afterAll(() => cli.destroyAll(), longest);

  it(
    'comes up with three that vote, initialized once',
    async () => {
      const { changed, proven } = await cli.json<Brought>('up', '--yes');
      expect(changed).toContain('initialized Vault with 5 key shares');
      expect(proven[0]).toBe(
        'all 3 nodes of Vault vote and keep up (vault, vault-2, vault-3): any 1 may be gone',
      );
      expect(await becomesWhole()).toEqual([]);
    },
    longest,
  );

  it(
    'is told node by node, plans no changes and breaks no guardrail',
    async () => {
      const states = (await parts()).parts.filter(({ part }) => part.startsWith('Vault node'));
      expect(states.map(({ state }) => state).sort()).toEqual([
        'leader, votes, keeps up',
        'standby, votes, keeps up',
        'standby, votes, keeps up',
      ]);
      expect((await cli.run('plan', '--detailed-exitcode', '--drift')).exitCode).toBe(0);
      expect((await cli.run('check')).exitCode).toBe(0);
      const certificates = await Promise.all(
        nodes.map(({ containerName }) =>
          docker('exec', '--user', 'root', containerName, 'sha256sum', '/dbvault/tls/server.pem'),
        ),
      );
      expect(new Set(certificates).size).toBe(3);
    },
    longest,
  );

  it(
    'issues on when its leader is killed, and takes it back',
    async () => {
      await whileIssuing('leader killed', async () => {
        const killed = await leader();
        await docker('kill', containerOf(killed));
        expect(await leader().catch(() => undefined)).not.toBe(killed);
        expect(await login(await flow.credential())).toBe('1');
        const { exitCode, parts: seen } = await parts();
        expect(exitCode).toBe(2);
        expect(seen.find(({ part }) => part === `Vault node ${killed}`)?.state).toBe('does not answer');
        await cli.json('app-identity');
        expect(await becomesWhole()).toContain('unsealed Vault');
      });
    },
    longest,
  );

  it(
    'takes in a node anew whose volume is lost',
    async () => {
      await whileIssuing('volume of a follower lost', async () => {
        const container = containerOf(await follower());
        await docker('rm', '--force', container);
        await docker('volume', 'rm', vaultVolume(container));
        expect(await becomesWhole()).toContain('applied containers');
      });
    },
    longest,
  );

  it(
    'issues on while its leader is cut off, which stands by when it is back',
    async () => {
      await whileIssuing('leader cut off', async () => {
        const cut = await leader();
        await docker('network', 'disconnect', network, containerOf(cut));
        expect(await login(await flow.credential())).toBe('1');
        await docker('network', 'connect', '--alias', cut, network, containerOf(cut));
        // It serves others by then, and was never sealed.
        expect(await becomesWhole()).toEqual([]);
        expect(await leader()).not.toBe(cut);
      });
    },
    longest,
  );

  it(
    'brings one back that stays cut off',
    async () => {
      const container = containerOf(await follower());
      await docker('network', 'disconnect', network, container);
      expect(await becomesWhole()).toContain('applied containers');
    },
    longest,
  );

  it(
    'is restarted node after node',
    async () => {
      await whileIssuing('rolling restart', async () => {
        for (const { containerName, name } of nodes) {
          await docker('restart', '--time', '5', containerName);
          expect((await parts()).exitCode).toBe(2);
          // Sealed, it hands nothing on: another one is asked.
          expect(await login(await flow.credential())).toBe('1');
          const { unsealed } = await cli.json<{ unsealed: boolean }>('unseal');
          expect([name, unsealed]).toEqual([name, true]);
          expect((await autopilot()).healthy).toBe(true);
        }
        expect(await becomesWhole()).toEqual([]);
      });
      expect(Object.keys(told)).toHaveLength(4);
    },
    longest,
  );

  it(
    'refuses a node that was initialized apart from the others',
    async () => {
      const container = containerOf(await follower());
      const port = nodes.find(({ containerName }) => containerName === container)?.port ?? 0;
      await docker('network', 'disconnect', network, container);
      await docker('exec', '--user', 'root', container, 'sh', '-c', 'rm -rf /vault/file/*');
      await docker('restart', '--time', '2', container);
      const init = 'until vault operator init -key-shares=1 -key-threshold=1; do sleep 0.5; done';
      const made = await docker('exec', container, 'sh', '-c', init);
      const [, key = ''] = /Unseal Key 1: (\S+)/.exec(made) ?? [];
      await docker('exec', container, 'vault', 'operator', 'unseal', key);
      const name = nodes.find(({ containerName }) => containerName === container)?.name ?? '';
      await docker('network', 'connect', '--alias', name, network, container);
      expect((await vaultApi(port, '', 'sys/health')).status).toBe(200);
      // Two lead now, and only one of them is this Vault.
      expect(await login(await flow.credential())).toBe('1');
      const refused = await cli.run('up');
      expect(refused.exitCode).toBe(3);
      expect(refused.stderr).toContain(`The node ${container} is a Vault of its own`);
      expect(await login(await flow.credential())).toBe('1');
      await docker('rm', '--force', container);
      await docker('volume', 'rm', vaultVolume(container));
      await becomesWhole();
    },
    longest,
  );

  it(
    'says what it lacks where too few nodes are left, and goes on when they are back',
    async () => {
      const [first, second] = nodes;
      await docker('stop', '--time', '2', first.containerName);
      await docker('stop', '--time', '2', second?.containerName ?? '');
      const { exitCode, stderr } = await cli.run('creds', 'db-app');
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Vault')]);
      expect(await becomesWhole()).toContain('unsealed Vault');
    },
    longest,
  );

  it(
    'takes its snapshot from the leader, and puts it back',
    async () => {
      const early = await flow.credential();
      const backup = await cli.json<{ folder: string; opensWithKeyStore: boolean }>('backup');
      expect(backup.opensWithKeyStore).toBe(true);
      const late = await flow.credential();
      const { changed } = await cli.json<Brought>('restore', backup.folder, '--yes');
      expect(changed.join()).toContain('put Vault back to');
      expect(await login(early)).toBe('1');
      expect((await flow.psql(late, 'SELECT 1')).exitCode).not.toBe(0);
      expect(await becomesWhole()).toEqual([]);
    },
    longest,
  );

  it(
    'is taken down whole, and comes up again on its volumes',
    async () => {
      const { removed } = await cli.json<{ removed: string[] }>('destroy', '--yes');
      expect(removed).toEqual(
        expect.arrayContaining(nodes.map(({ containerName }) => `container ${containerName}`)),
      );
      expect(await docker('ps', '--all', '--quiet', '--filter', 'label=dbvault.deployment=e2e-ha')).toBe('');
      await becomesWhole();
    },
    longest,
  );
});
