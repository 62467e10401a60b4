import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../../../common/project';
import { Journal } from '../../../steps/journal';
import type { StepName } from '../../../steps/step-list';
import { docker, inspect, psqlAsSuperuser } from './outside';
import type { Flow } from './reference-flow';

const clients = 16;
const usersSql = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%' ORDER BY 1";

/** Has Vault make many users as the application, and lets their leases live. */
export async function issueMany(flow: Flow, count: number): Promise<string[]> {
  const token = await flow.appToken();
  const names: string[] = [];
  let left = count;
  const client = async () => {
    while (left-- > 0) {
      const { status, body } = await flow.api(token, 'database/creds/db-app');
      if (status !== 200) throw new Error(`creds: ${status}`);
      names.push((body['data'] as { username: string }).username);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return names;
}

/** How many leases Vault lists. */
export async function countLeases(flow: Flow): Promise<number> {
  const path = 'sys/leases/lookup/database/creds/db-app';
  const { body } = await flow.rootApi(path, 'LIST');
  return ((body['data'] as { keys: string[] } | undefined)?.keys ?? []).length;
}

/** The users of Vault in the PostgreSQL that runs. */
export async function usersInPostgres(flow: Flow): Promise<string[]> {
  return lines(await flow.superuser(usersSql));
}

/** Those in PostgreSQL's volume when its container is gone: by a container of the test's own. */
export async function usersInVolume(flow: Flow, image: string): Promise<string[]> {
  const container = `${flow.deployment.postgres.containerName}-look`;
  const volume = `${flow.deployment.postgres.containerName}-data:/var/lib/postgresql/data`;
  await docker('run', '--rm', '--detach', '--name', container, '--volume', volume, image);
  try {
    await docker('exec', container, 'sh', '-c', 'until pg_isready -q -h 127.0.0.1; do sleep 0.1; done');
    return lines(await psqlAsSuperuser(container, usersSql));
  } finally {
    await docker('stop', container);
  }
}

export async function postgresImage(flow: Flow): Promise<string> {
  return inspect(flow.deployment.postgres.containerName, '{{.Image}}');
}

/** Runs a verb and kills it, as `kill -9` does, in the middle of a step. */
export async function killInStep(
  flow: Flow,
  args: string[],
  step: StepName,
  isTheMiddle: () => Promise<boolean>,
): Promise<void> {
  const journal = new Journal(`${flow.folder}/journal.jsonl`);
  const begunBefore = count(journal, step);
  const command = ['cli/dbvault.mjs', ...args, '--deployment', flow.cli.deployment];
  const child = spawn(process.execPath, command, { cwd: projectFolder, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  while (count(journal, step) === begunBefore && !hasEnded()) await sleep(20);
  while (!hasEnded() && !(await isTheMiddle())) await sleep(20);
  if (!child.kill('SIGKILL')) throw new Error(`It had ended before '${step}' could be cut off`);
  await ended;
}

function count(journal: Journal, wanted: StepName): number {
  return journal.entries().filter(({ step, event }) => step === wanted && event === 'begun').length;
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
