import { run } from '../../common/run';
import { networkName } from '../../constructs/names';
import { docker, inspect } from '../e2e/support/outside';
import type { System } from './system';

/** @returns what PostgreSQL answers, or undefined where it refuses the login */
export type Login = (username: string, password: string, sql: string) => Promise<string | undefined>;

const longestSeconds = '120';
const script =
  'read -r PGPASSWORD; export PGPASSWORD; exec psql -X -A -t -h postgres -U "$0" -d postgres -c "$1"';

/** Logs in to PostgreSQL from one other container, which is there no longer than the work. */
export async function withLogins(system: System, work: (login: Login) => Promise<void>): Promise<void> {
  const image = await inspect(system.postgres, '{{.Image}}');
  const options = ['--detach', '--rm', '--network', networkName(system.name), '--entrypoint', 'sleep'];
  const container = await docker('run', ...options, image, longestSeconds);
  try {
    await work(async (username, password, sql) => {
      const command = ['exec', '-i', container, 'sh', '-c', script, username, sql];
      const { exitCode, stdout, stderr } = await run('docker', command, { input: `${password}\n` });
      if (exitCode === 0) return stdout.trim();
      if (/authentication failed|not permitted/.test(stderr)) return undefined;
      throw new Error(`PostgreSQL cannot be asked: ${stderr}`);
    });
  } finally {
    await docker('rm', '--force', '--volumes', container);
  }
}
