import { projectFolder } from '../../../common/project';
import { run, type RunResult } from '../../../common/run';

/** The real command, as a user runs it, on one deployment; keeps what it printed, to be searched for secrets. */
export class Cli {
  readonly printed: string[] = [];

  constructor(
    readonly deployment: string,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  async run(...args: string[]): Promise<RunResult> {
    const result = await run(
      process.execPath,
      ['cli/dbvault.mjs', ...args, '--deployment', this.deployment],
      {
        cwd: projectFolder,
        env: this.env,
      },
    );
    // What `creds` prints on standard output is a secret on purpose.
    this.printed.push(result.stderr, ...(args[0] === 'creds' ? [] : [result.stdout]));
    return result;
  }

  /** Runs a verb with `--json`, which must succeed. */
  async json<T>(...args: string[]): Promise<T> {
    const result = await this.run(...args, '--json');
    if (result.exitCode !== 0) throw new Error(`${args.join(' ')} failed:\n${result.stderr}`);
    return JSON.parse(result.stdout) as T;
  }

  /** Removes all that the deployment left, its data too. */
  async destroyAll(): Promise<void> {
    await this.run('destroy', '--yes', '--delete-data');
  }
}
