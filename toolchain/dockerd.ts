import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runOn, type Machine } from './machine';

const limitSeconds = 60;

/**
 * Starts the engine, by systemd where that runs, and waits a minute at most until it answers.
 *
 * @param log where a dockerd that runs by itself writes to
 * @returns why it did not start, or undefined once it answers
 */
export async function startEngine(
  machine: Machine,
  log: string,
  answers: () => Promise<boolean>,
): Promise<string | undefined> {
  const died = existsSync('/run/systemd/system')
    ? await startBySystemd(machine)
    : await startDetached(machine, log);
  const deadline = Date.now() + limitSeconds * 1000;
  while (Date.now() < deadline) {
    if (await answers()) return undefined;
    const why = await died();
    if (why !== undefined) return why;
    await sleep(200);
  }
  return `it did not answer within ${limitSeconds} s`;
}

/** Says why what was started is no longer there; undefined while it is. */
type Died = () => Promise<string | undefined>;

async function startBySystemd(machine: Machine): Promise<Died> {
  const result = await runOn(machine, 'systemctl', ['start', 'docker']);
  const why = result.exitCode === 0 ? undefined : result.stderr.trim();
  return () => Promise.resolve(why);
}

/** In a session of its own, so that neither the end of this program nor Ctrl-C ends the engine. */
async function startDetached(machine: Machine, log: string): Promise<Died> {
  for (const [file, program] of pidFiles) await removeStale(file, program);
  await mkdir(dirname(log), { recursive: true });
  const output = await open(log, 'a');
  const child = spawn('dockerd', [], {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    env: { ...process.env, ...machine.env },
  });
  let ended = false;
  child.on('error', () => (ended = true)).on('exit', () => (ended = true));
  child.unref();
  await output.close();
  return async () => (ended ? lastLines(await readFile(log, 'utf8')) : undefined);
}

/** A killed engine leaves these behind; when another program got the number since, dockerd takes it for itself. */
const pidFiles = [
  ['/var/run/docker.pid', 'dockerd'],
  ['/var/run/docker/containerd/containerd.pid', 'containerd'],
] as const;

async function removeStale(file: string, program: string): Promise<void> {
  const pid = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (pid === '') return;
  const running = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  if (running.trim() !== program) await rm(file, { force: true });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join('\n');
}
