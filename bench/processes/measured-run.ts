import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Problem } from '../../common/problem';
import { lastLines } from '../../common/run';
import { readTree, type ProcessState } from './process-tree';

export interface MeasuredRunOptions {
  readonly cwd: string;
  /** Added to the environment; `undefined` takes a variable out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ended then, and that is an error. */
  readonly limitSeconds: number;
}

/** A program that ran to its end. */
export interface MeasuredRun {
  readonly seconds: number;
  readonly stdout: string;
  /** Each line of standard error, and when it came. */
  readonly lines: readonly { readonly text: string; readonly atSeconds: number }[];
  /** The most memory that it and all that it started had at one time; 0 where the machine does not tell. */
  readonly peakMegabytes: number;
  /** Processor time by program. */
  readonly processorSeconds: Readonly<Record<string, number>>;
}

const lookEveryMs = 100;

/**
 * Runs a program and measures what it takes. Memory that processes share is counted in each of them.
 *
 * @throws Problem where it fails or takes too long. Pass no secret in `args`.
 */
export async function measuredRun(
  command: string,
  args: readonly string[],
  { cwd, env, limitSeconds }: MeasuredRunOptions,
): Promise<MeasuredRun> {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  const lines: { text: string; atSeconds: number }[] = [];
  createInterface({ input: child.stderr }).on('line', (line) =>
    lines.push({ text: line, atSeconds: elapsed() }),
  );
  const usage = new Usage(child.pid);
  const state = { isTooLong: false };
  const limit = setTimeout(() => {
    state.isTooLong = true;
    // What it started would go on without it.
    for (const { pid } of usage.tree()) endIfThere(pid);
    child.kill();
  }, limitSeconds * 1000);
  try {
    const [stdout, exitCode] = await Promise.all([text(child.stdout), ended]);
    const seconds = elapsed();
    if (state.isTooLong)
      throw new Problem({ what: `${command} took too long`, why: `more than ${limitSeconds} s` });
    if (exitCode !== 0) {
      const said = lastLines(lines.map((line) => line.text).join('\n')) || lastLines(stdout);
      throw new Problem({ what: `${[command, ...args].join(' ')} failed`, where: cwd, why: said });
    }
    return { seconds, stdout, lines, ...usage.seen };
  } finally {
    clearTimeout(limit);
    usage.stop();
  }
}

function endIfThere(pid: number): void {
  try {
    process.kill(pid);
  } catch {
    // It has ended since.
  }
}

/** Looks at a process and all that it started, again and again. */
class Usage {
  private peakMegabytes = 0;
  private readonly processors = new Map<number, { readonly program: string; readonly seconds: number }>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly root: number | undefined) {
    this.timer = setInterval(() => this.look(), lookEveryMs);
  }

  get seen(): Pick<MeasuredRun, 'peakMegabytes' | 'processorSeconds'> {
    const processorSeconds: Record<string, number> = {};
    for (const { program, seconds } of this.processors.values())
      processorSeconds[program] = (processorSeconds[program] ?? 0) + seconds;
    return { peakMegabytes: this.peakMegabytes, processorSeconds };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  tree(): readonly ProcessState[] {
    return this.root === undefined ? [] : readTree(this.root);
  }

  private look(): void {
    const tree = this.tree();
    const megabytes = tree.reduce((sum, one) => sum + one.megabytes, 0);
    this.peakMegabytes = Math.max(this.peakMegabytes, megabytes);
    for (const { pid, program, processorSeconds } of tree)
      this.processors.set(pid, { program, seconds: processorSeconds });
  }
}
