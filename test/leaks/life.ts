import { isAllowed } from './allowed';
import { canary } from './canary';
import { deploymentFile } from './deployment-file';
import { kinds } from './kinds';
import { Learnt } from './learnt';
import { Scene, type Printed } from './scene';
import { Finder, inWords } from './search/find-secrets';

export interface DbvaultOptions {
  /** Added to the environment of this run. */
  readonly env?: NodeJS.ProcessEnv;
  /** At which moment of which step something is to happen; see preload/strike.mjs. */
  readonly strike?: object;
  /** @default that of the life */
  readonly file?: string;
}

/** One deployment from its first `up` to its `destroy`: every program is followed by a search of everything. */
export class Life {
  readonly learnt: Learnt;
  readonly scene: Scene;
  readonly firstPassword = canary();
  /** What was found where it may not stand, in words. */
  readonly leaks = new Set<string>();
  /** What was found where it may stand. */
  readonly allowed = new Set<string>();
  /** What did not go as the life has it. */
  readonly surprises: string[] = [];
  /** How many places were searched, by their kind. */
  readonly searched = new Map<string, Set<string>>();

  /** @param env of every run, such as debug logging */
  constructor(
    readonly deployment: string,
    private readonly env: NodeJS.ProcessEnv = {},
  ) {
    this.scene = new Scene(deployment);
    this.learnt = new Learnt(this.scene);
    this.learnt.add('the first password', this.firstPassword);
  }

  /** Runs the real command and searches everything; how it ends is part of the life. */
  async dbvault(
    exitCode: number | null,
    args: readonly string[],
    options: DbvaultOptions = {},
  ): Promise<Printed> {
    const { strike, file = deploymentFile(this.deployment) } = options;
    return this.run(
      exitCode,
      `dbvault ${args[0] ?? ''}`,
      [process.execPath, 'cli/dbvault.mjs', ...args, '--deployment', file],
      {
        NODE_OPTIONS: ['learn', ...(strike === undefined ? [] : ['strike'])]
          .map((name) => `--import ./test/leaks/preload/${name}.mjs`)
          .join(' '),
        ...(strike === undefined ? {} : { STRIKE: JSON.stringify(strike) }),
        LEARNT_SECRETS: this.learnt.file,
        TF_VAR_my_postgres_database_password: this.firstPassword,
        ...options.env,
      },
    );
  }

  /** Runs any program and searches everything. */
  async run(
    exitCode: number | null,
    title: string,
    command: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<Printed> {
    const printed = await this.scene.run(command, { title, env: { ...this.env, ...env } });
    if (printed.exitCode !== exitCode) {
      this.surprises.push(
        `${title} ended with ${printed.exitCode}, not ${exitCode}:\n${printed.stderr.split('\n').slice(-12).join('\n')}`,
      );
    }
    await this.search();
    return printed;
  }

  async search(): Promise<void> {
    this.learnt.refresh();
    const finder = new Finder(this.learnt.secrets());
    for (const kind of kinds) {
      const t0 = Date.now();
      const places = await kind.search(this.scene);
      if (Date.now() - t0 > 150) console.log(kind.title, Date.now() - t0);
      const names = this.searched.get(kind.title) ?? new Set();
      for (const { name } of places) names.add(name);
      this.searched.set(kind.title, names);
      for (const finding of finder.find(places))
        (isAllowed(finding) ? this.allowed : this.leaks).add(inWords(finding));
    }
  }

  async close(): Promise<void> {
    await this.scene.close();
  }
}
