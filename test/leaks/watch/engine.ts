import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../../common/run';
import { deploymentLabel } from '../../../constructs/names';
import type { Place } from '../search/find-secrets';
import { stringsOf } from './strings-of';

interface EngineEvent {
  readonly Type: string;
  readonly Action: string;
  readonly id: string;
}

/** Docker tells an event a moment after what it tells of. */
const settleMs = 300;

/** Sees every container of a deployment from its first moment on: its configuration, its log, what is run in it. */
export class EngineWatch {
  readonly events: Place[] = [];
  readonly configurations: Place[] = [];
  readonly logs: { name: string; text: string }[] = [];
  private readonly follower: ChildProcess;
  private readonly pending: Promise<unknown>[] = [];
  private readonly followers: ChildProcess[] = [];

  constructor(deployment: string) {
    const label = `label=${deploymentLabel}=${deployment}`;
    // What came since is told again: nothing is missed until it listens.
    const since = String(Math.floor(Date.now() / 1000));
    const args = ['events', '--since', since, '--filter', label, '--format', '{{json .}}'];
    const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    createInterface({ input: child.stdout }).on('line', (line) => this.note(line));
    this.follower = child;
  }

  /** Waits until all that happened is written down. */
  async settled(): Promise<void> {
    await sleep(settleMs);
    await Promise.all(this.pending);
  }

  async stop(): Promise<void> {
    await this.settled();
    await Promise.all([this.follower, ...this.followers].map(end));
  }

  private note(line: string): void {
    const event = JSON.parse(line) as EngineEvent;
    this.events.push({ name: "the engine's events", text: stringsOf(event) });
    if (event.Type !== 'container') return;
    if (['create', 'start'].includes(event.Action)) this.pending.push(this.inspect(event.id));
    if (event.Action === 'start') this.follow(event.id);
  }

  private async inspect(id: string): Promise<void> {
    const { exitCode, stdout } = await run('docker', ['inspect', id]);
    // One that is gone already was inspected when it was made, or never ran.
    if (exitCode !== 0) return;
    const [container] = JSON.parse(stdout) as [{ Name: string }];
    this.configurations.push({
      name: `the configuration of container ${container.Name.slice(1)}`,
      text: stringsOf(container),
    });
  }

  /** From its beginning, and until it ends: afterwards its log may be gone with it. */
  private follow(id: string): void {
    const log = { name: `the log of container ${id.slice(0, 12)}`, text: '' };
    this.logs.push(log);
    const child = spawn('docker', ['logs', '--follow', id], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (log.text += text));
    this.followers.push(child);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
