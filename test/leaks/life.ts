import { rmSync } from 'node:fs';
import { inProject } from '../../common/project';
import { deploymentFolder } from '../../constructs/names';
import { Cli } from '../e2e/support/cli';
import { isAllowed } from './allowed';
import { canary } from './canary';
import { deploymentFile } from './deployment-file';
import { kinds } from './kinds';
import { Learnt } from './learnt';
import { Scene, type Printed } from './scene';
import { Finder, inWords } from './search/find-secrets';
import { findShapes } from './search/shapes';
import type { Seen } from './watch/processes';

export interface DbvaultOptions {
  /** Added to the environment of this run. */
  readonly env?: NodeJS.ProcessEnv;
  /** At which moment of which step something is to happen; see preload/strike.mjs. */
  readonly strike?: object;
}

/** These remove containers, with what they hold. */
const removing = ['up', 'destroy', 'restore', 'recover'];

/** One deployment from its first `up` to its `destroy`: after every program, everything is searched. */
export class Life {
  readonly scene: Scene;
  readonly learnt: Learnt;
  readonly firstPassword = canary();
  /** What was found where it may not stand, in words. */
  readonly leaks = new Set<string>();
  /** What was found where it may stand. */
  readonly allowed = new Set<string>();
  /** What did not go as the life has it. */
  readonly surprises: string[] = [];
  /** What each kind of place was searched in. */
  readonly searched = new Map<string, Set<string>>();

  /** @param env of every run, such as debug logging */
  private constructor(
    readonly deployment: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.scene = new Scene(deployment);
    this.learnt = new Learnt(this.scene);
    this.learnt.add('the first password', this.firstPassword);
  }

  static async begin(deployment: string, env: NodeJS.ProcessEnv = {}): Promise<Life> {
    await removeAll(deployment);
    return new Life(deployment, env);
  }

  /** Runs the real command and searches everything. How it ends is part of the life: null where it is killed. */
  async dbvault(
    exitCode: number | null,
    [verb = '', ...args]: readonly string[],
    { env, strike }: DbvaultOptions = {},
  ): Promise<Printed> {
    if (removing.includes(verb)) await this.search({ alsoWhatLasts: true });
    const preloads = ['learn', 'programs', ...(strike === undefined ? [] : ['strike'])];
    const option = ['--deployment', deploymentFile(this.deployment)];
    return this.run(
      exitCode,
      `dbvault ${verb}`,
      [process.execPath, 'cli/dbvault.mjs', verb, ...args, ...option],
      {
        NODE_OPTIONS: preloads.map((name) => `--import ./test/leaks/preload/${name}.mjs`).join(' '),
        LEARNT_SECRETS: this.learnt.file,
        PROGRAMS_FILE: this.scene.programsFile,
        TF_VAR_my_postgres_database_password: this.firstPassword,
        ...(strike === undefined ? {} : { STRIKE: JSON.stringify(strike) }),
        ...env,
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
      const why =
        printed.stderr.split('\n').findLast((line) => line.includes('dbvault:')) ?? 'it does not say why';
      this.surprises.push(
        `${title} ended with ${printed.exitCode ?? 'a signal'}, not ${exitCode ?? 'a signal'}: ${why}`,
      );
    }
    await this.search();
    return printed;
  }

  /** @returns what was seen of processes */
  async close(): Promise<Seen> {
    try {
      await this.search({ alsoWhatLasts: true });
      return await this.scene.processes.seen();
    } finally {
      await this.scene.close();
      await removeAll(this.deployment);
    }
  }

  private async search({ alsoWhatLasts = false } = {}): Promise<void> {
    this.learnt.refresh();
    const finder = new Finder(this.learnt.secrets());
    for (const { title, lasts = false, isOwn = false, search } of kinds) {
      if (lasts && !alsoWhatLasts) continue;
      const places = await search(this.scene);
      const names = this.searched.get(title) ?? new Set();
      this.searched.set(title, names);
      for (const { name } of places) names.add(name);
      const found = [...finder.find(places), ...(isOwn ? findShapes(places) : [])];
      for (const finding of found) (isAllowed(finding) ? this.allowed : this.leaks).add(inWords(finding));
    }
  }
}

async function removeAll(deployment: string): Promise<void> {
  await new Cli(deploymentFile(deployment)).destroyAll();
  rmSync(inProject(deploymentFolder(deployment)), { recursive: true, force: true });
}
