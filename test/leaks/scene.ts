import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectFolder } from '../../common/project';
import { EngineWatch } from './watch/engine';
import { ProcessWatch } from './watch/processes';

/** What a program printed, and how it ended. */
export interface Printed {
  /** The program with its first argument, such as `dbvault creds`. */
  readonly title: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
}

export interface RunOptions {
  /** @default `dbvault <first argument>` for the command itself, else the program */
  readonly title?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Where one deployment lives its life, and all that is written meanwhile. */
export class Scene {
  readonly startedMs = Date.now();
  readonly printed: Printed[] = [];
  /** A home and a temporary folder that nobody else writes to: programs are sent there by the environment. */
  readonly home: string;
  readonly temporary: string;
  /** Which programs the command started. */
  readonly programsFile: string;
  readonly engine: EngineWatch;
  readonly processes = new ProcessWatch();
  /** Searched are home and temporary folder alone. */
  readonly folder = mkdtempSync(join(tmpdir(), 'dbvault-scene-'));

  constructor(readonly deployment: string) {
    this.home = join(this.folder, 'home');
    this.temporary = join(this.folder, 'tmp');
    for (const path of [this.home, this.temporary]) mkdirSync(path);
    this.programsFile = join(this.folder, 'programs.jsonl');
    this.engine = new EngineWatch(deployment);
  }

  /** Runs a program to its end, in a process group of its own, and keeps what it prints. */
  async run(
    [program = '', ...args]: readonly string[],
    { title = program, env, input }: RunOptions = {},
  ): Promise<Printed> {
    const child = spawn(program, args, {
      cwd: projectFolder,
      detached: true,
      env: { ...this.environment(), ...env },
    });
    child.stdin.end(input);
    // Not awaited one after the other: a program that fills one of them would wait for ever.
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    const printed = { title, stdout, stderr, exitCode };
    this.printed.push(printed);
    return printed;
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await this.processes.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      HOME: this.home,
      TMPDIR: this.temporary,
      // What was built on this machine is used, not built anew.
      XDG_CACHE_HOME: cacheFolder,
      DOCKER_CONFIG: process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'),
      npm_config_update_notifier: 'false',
    };
  }
}

/** Of all programs of this machine's user. */
export const cacheFolder = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
