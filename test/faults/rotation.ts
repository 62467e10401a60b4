import { run } from '../../common/run';
import { docker } from '../e2e/support/outside';
import type { FaultCase } from './cases';
import { wellAgain } from './healthy';
import { heldAt } from './strike';
import { until, type System } from './system';
import { expectToldWhatHelps } from './told';

const up = ['up', '--yes'];

const rotations: Readonly<Record<string, readonly string[]>> = {
  'first rotation': up,
  'later rotation': ['rotate-root'],
};

/** How PostgreSQL is made to stand still at a moment of ALTER ROLE, and how one sees that it does. */
interface Moment {
  readonly title: string;
  readonly arrange: (system: System) => Promise<unknown>;
  readonly waitEvent: string;
  /** Goes on, once the server that was killed is gone; a PostgreSQL that is started again goes on by itself. */
  readonly letGo: (system: System) => Promise<unknown>;
}

const holdsRole = 'BEGIN; ALTER ROLE vault_admin CONNECTION LIMIT 50; SELECT pg_sleep(300)';

/** Another transaction has changed the same user, and has not ended. */
const beforeCommit: Moment = {
  title: 'before PostgreSQL commits',
  arrange: async (system) => {
    void run('docker', ['exec', '-u', 'postgres', system.postgres, 'psql', '-c', holdsRole]);
    await until('another transaction holds the user', () => someWait(system, 'PgSleep'));
  },
  waitEvent: 'transactionid',
  letGo: (system) => system.superuser(terminate('PgSleep')),
};

/** The change is on the disk, and PostgreSQL waits to answer until a second server that is not there has it too. */
const afterCommit: Moment = {
  title: 'after PostgreSQL committed',
  arrange: async (system) => {
    await system.superuser("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    await system.superuser('SELECT pg_reload_conf()');
    await until('commits wait for another server', async () => {
      return (await system.superuser('SHOW synchronous_standby_names')) === 'nobody';
    });
    // What is started again is to start without it.
    await system.superuser('ALTER SYSTEM RESET synchronous_standby_names');
  },
  waitEvent: 'SyncRep',
  letGo: (system) => system.superuser('SELECT pg_reload_conf()'),
};

/** A rotation is two changes, PostgreSQL's and Vault's: either server is killed before the first, and between them. */
export const rotationCases: readonly FaultCase[] = Object.entries(rotations).flatMap(([part, command]) =>
  (['vault', 'postgres'] as const).flatMap((server) =>
    [beforeCommit, afterCommit].map((moment) => ({
      part,
      title: `${server === 'vault' ? 'Vault' : 'PostgreSQL'} is killed ${moment.title}`,
      run: async (system) => {
        await (command === up ? system.remove() : system.beginUp());
        let killed: Promise<void> | undefined;
        const cut = await heldAt(system, command, { step: 'rotate root', at: 'before' }, async () => {
          await moment.arrange(system);
          killed = killAt(system, server, moment);
        });
        await killed;
        if (cut === undefined) return { notReached: `${command.join(' ')} did not rotate` };
        expectToldWhatHelps(cut);
        return wellAgain(system);
      },
    })),
  ),
);

async function killAt(system: System, server: 'vault' | 'postgres', moment: Moment): Promise<void> {
  await until(`the rotation waits ${moment.title}`, () => someWait(system, moment.waitEvent));
  await docker('kill', '--signal', 'KILL', system[server]);
  if (server === 'vault') await moment.letGo(system);
}

async function someWait(system: System, event: string): Promise<boolean> {
  return (
    (await system.superuser(`SELECT count(*) FROM pg_stat_activity WHERE wait_event = '${event}'`)) !== '0'
  );
}

function terminate(event: string): string {
  return `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = '${event}'`;
}
