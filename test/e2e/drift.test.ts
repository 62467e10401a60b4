import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../../common/project';
import { run } from '../../common/run';
import type { DriftFinding, Report } from '../../review/report/report';
import { deployment } from './deployments/e2e-drift';
import type { Change } from './support/drift/change';
import { byHand, changesInDocker } from './support/drift/in-docker';
import { changesInPostgres } from './support/drift/in-postgres';
import { changesInVault } from './support/drift/in-vault';
import { Cli } from './support/cli';
import { docker, inspect } from './support/outside';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(5 * minuteMs);

const file = 'test/e2e/deployments/e2e-drift.ts';
const flow = new Flow({ file, props: deployment, firstPassword: 'first-password-of-e2e-drift' });
const { vault, postgres } = flow.deployment;
const seed = new Cli('test/e2e/deployments/e2e-drift-seed.ts', {
  TF_VAR_my_postgres_database_password: 'first-password-of-e2e-drift-seed',
});
const changes = [...changesInVault(flow), ...changesInPostgres(flow), ...changesInDocker(flow)];

async function plan(): Promise<Report> {
  return flow.cli.json<Report>('plan', '--drift');
}

async function drift(): Promise<readonly DriftFinding[]> {
  return (await plan()).drift ?? [];
}

/** As a person does who pastes the command, and says yes where it asks. */
async function paste(found: string): Promise<void> {
  const command = found.replace(/dbvault recover \w+/, '$& --yes');
  const { exitCode, stdout, stderr } = await run('sh', ['-c', command], { cwd: projectFolder });
  if (exitCode !== 0) throw new Error(`${command}:\n${stdout}\n${stderr}`);
}

function isOf({ told }: Change, { system, what }: DriftFinding): boolean {
  return (
    system === told.system && (what === told.what || (/[ -]$/.test(told.what) && what.startsWith(told.what)))
  );
}

async function removeByHand(): Promise<void> {
  const names = ['visitor', 'reader', 'labelled'].map((name) => `${byHand}-${name}`);
  // A declared name too: one that was made by hand is no deployment's.
  await run('docker', ['rm', '--force', ...names, postgres.containerName]);
  await run('docker', ['network', 'rm', byHand]);
  await run('docker', ['volume', 'rm', byHand]);
}

describe('drift', () => {
  let beforeUp: unknown;

  beforeAll(async () => {
    await removeByHand();
    await flow.cli.destroyAll();
    beforeUp = await drift();
    await flow.cli.json('up', '--yes');
  }, 5 * minuteMs);
  afterAll(async () => {
    await removeByHand();
    await flow.cli.destroyAll();
  }, 2 * minuteMs);

  it('is none where nothing was made yet', () => {
    expect(beforeUp).toEqual([]);
  });
  it('is none where nobody changed anything, with a credential and a secret_id out', async () => {
    await flow.credential();
    await flow.cli.json('app-identity');
    const report = await plan();
    expect(report.drift).toEqual([]);
    expect(report.outcome).toBe('clean');
  });

  it('is none of the reference flow, where Vault is the superuser and the application has a token', async () => {
    await seed.destroyAll();
    try {
      await seed.json('up', '--yes');
      await seed.json('creds', 'db-app');
      expect((await seed.json<Report>('plan', '--drift')).drift).toEqual([]);
    } finally {
      await seed.destroyAll();
    }
  });

  describe('of what somebody changed while all runs', () => {
    let found: readonly DriftFinding[] = [];

    beforeAll(async () => {
      for (const { make } of changes) await make();
      found = await drift();
    }, 5 * minuteMs);

    it.each(changes)('tells $title', (change) => {
      const told = found.filter((finding) => isOf(change, finding));
      expect(told).toEqual([expect.objectContaining({ severity: change.told.severity })]);
    });
    it('tells nothing else, and the weightiest first', () => {
      expect(found.filter((finding) => !changes.some((change) => isOf(change, finding)))).toEqual([]);
      expect(found.map(({ severity }) => severity)).toEqual([
        ...['critical', 'high', 'medium', 'low', 'info'].flatMap((severity) =>
          found.filter((finding) => finding.severity === severity).map(() => severity),
        ),
      ]);
    });
    it('tells no secret', () => {
      const secrets = [...flow.keys().shares, ...Object.values(flow.logins()), flow.keptFirstPassword()];
      expect(secrets.filter((secret) => JSON.stringify(found).includes(secret))).toEqual([]);
    });
    it('counts as a change', async () => {
      const { exitCode, stdout } = await flow.cli.run('plan', '--drift', '--detailed-exitcode', '--json');
      expect(exitCode).toBe(2);
      expect((JSON.parse(stdout) as Report).outcome).toBe('changes');
    });
    it(
      'is none any more when each command that it names was run',
      async () => {
        const commands: string[] = [];
        for (const finding of found) {
          const { mend } = changes.find((change) => isOf(change, finding)) ?? {};
          if (mend === undefined) commands.push(finding.next);
          else await mend();
        }
        // What brings it up again proves all, so it comes last.
        const isUp = (command: string) => / up( |$)/.test(command);
        const last = commands.filter(isUp).sort((a, b) => b.length - a.length);
        for (const command of new Set([...commands.filter((command) => !isUp(command)), ...last]))
          await paste(command);
        expect(await drift()).toEqual([]);
      },
      15 * minuteMs,
    );
  });

  describe('where something cannot be looked at', () => {
    it.each([
      {
        title: 'PostgreSQL is stopped',
        make: () => docker('stop', postgres.containerName),
        told: [
          { system: 'PostgreSQL', severity: 'high', what: 'PostgreSQL' },
          { system: 'Docker', severity: 'medium', what: `container ${postgres.containerName}: state` },
        ],
      },
      {
        title: 'Vault is sealed',
        make: () => docker('restart', vault.containerName),
        told: [{ system: 'Vault', severity: 'high', what: 'Vault' }],
      },
      {
        title: 'Vault is gone',
        make: () => docker('rm', '--force', vault.containerName),
        told: [
          { system: 'Vault', severity: 'high', what: 'Vault' },
          { system: 'Docker', severity: 'high', what: `container ${vault.containerName}` },
        ],
      },
      {
        title: 'there is no login for it',
        make: () => rm(`${flow.folder}/keys/plan-login.json`),
        told: [{ system: 'Vault', severity: 'high', what: 'Vault' }],
      },
    ])('$title: it says so, and how to get it back', async ({ make, told }) => {
      await make();
      const found = await drift();
      expect(found).toEqual(told.map((one) => expect.objectContaining(one) as unknown));
      for (const command of new Set(found.map(({ next }) => next))) await paste(command);
      expect(await drift()).toEqual([]);
    });

    it('a container that somebody made in the place of a declared one is told by what it may do', async () => {
      const image = await inspect(postgres.containerName, '{{.Image}}');
      await docker('rm', '--force', postgres.containerName);
      // Not started: not every machine lets a container be privileged.
      const options = ['--privileged', '--publish', '0.0.0.0::5432'];
      await docker('create', '--name', postgres.containerName, ...options, image);
      const container = `container ${postgres.containerName}`;
      const found = await drift();
      for (const told of [
        { severity: 'critical', what: `${container}: rights` },
        { severity: 'high', what: `${container}: ports` },
        { severity: 'high', what: `${container}: mounts` },
        { severity: 'high', what: `${container}: networks` },
      ])
        expect(found).toContainEqual(expect.objectContaining({ system: 'Docker', ...told }));
      await paste(found.find(({ what }) => what === `${container}: rights`)?.next ?? 'false');
      expect(await drift()).toEqual([]);
    });

    it('a Vault with another configuration, read at a signal, is told by what Vault says of itself', async () => {
      const config = '/vault/config/config.hcl';
      const edit = ['sed', '-i', 's/tls_min_version.*/tls_disable = true/', config];
      await docker('exec', '--user', 'root', vault.containerName, ...edit);
      await docker('kill', '--signal', 'HUP', vault.containerName);
      while (!(await docker('logs', vault.containerName)).includes('reload triggered')) await sleep(200);
      const [found, ...others] = await drift();
      expect(others).toEqual([]);
      expect(found).toMatchObject({ system: 'Vault', severity: 'critical', what: 'listeners of Vault' });
      await paste(found?.next ?? 'false');
      expect(await drift()).toEqual([]);
    });
  });
});
