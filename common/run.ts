import { createInterface } from 'node:readline';
import execa from 'execa';
import { Problem } from './problem';

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment of this one process; `undefined` takes a variable out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to standard input, the only way a secret reaches another program. @default nothing */
  readonly input?: string;
  /** @default none: the process may take as long as it needs */
  readonly timeoutMs?: number;
  /** Called with each line of standard output and standard error as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The exit code reported when the program could not be started, as a shell has it. */
export const notFoundExitCode = 127;

/** The exit code reported when the time limit ended the program, as timeout(1) has it. */
export const timedOutExitCode = 124;

/** Runs a program and returns how it ended; never throws for the program's own failure. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { onLine } = options;
  const child = execa(command, [...args], {
    reject: false,
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: { ...options.env } }),
    all: onLine !== undefined,
  });
  if (onLine !== undefined && child.all !== undefined)
    createInterface({ input: child.all }).on('line', onLine);
  // Node's own limit, which execa's sets too, outlives a program that could not be started: the process would wait.
  let limit: NodeJS.Timeout | undefined;
  const timedOut = new Promise<RunResult>((resolve) => {
    if (options.timeoutMs === undefined) return;
    limit = setTimeout(() => {
      child.kill('SIGTERM');
      resolve({ exitCode: timedOutExitCode, stdout: '', stderr: '' });
    }, options.timeoutMs);
  });
  const ended = child.then((result) => ({
    exitCode: exitCodeOf(result),
    stdout: result.stdout,
    stderr: result.stderr,
  }));
  return Promise.race([ended, timedOut]).finally(() => {
    clearTimeout(limit);
  });
}

/** Execa leaves the exit code out where the program never started or was ended, whatever its types say. */
function exitCodeOf(result: execa.ExecaReturnValue): number {
  const { exitCode } = result as Partial<execa.ExecaReturnValue>;
  return exitCode ?? ('code' in result && result.code === 'ENOENT' ? notFoundExitCode : 1);
}

/**
 * Runs a program that must succeed and returns its standard output.
 *
 * @throws Problem with the last lines of standard error. Pass no secret in `args`; programs given one on
 *   standard input must not echo it.
 */
export async function mustRun(
  command: string,
  args: readonly string[],
  what: string,
  options: RunOptions = {},
): Promise<string> {
  const result = await run(command, args, options);
  if (result.exitCode === 0) return result.stdout;
  const why = lastLines(result.stderr) || `exit code ${result.exitCode}`;
  throw new Problem({ what, where: command, why });
}

/** The last five lines of a program's output: where programs say why they failed. */
export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n');
}
