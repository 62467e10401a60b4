import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere } from '../common/read-if-there';
import { Problem, exitCodes } from '../common/problem';
import { redact } from '../common/redact';
import type { RunResult } from '../common/run';
import { makeSecretFolder, removeSecretFile, writeSecretFile } from '../common/secret-file';
import { sha256OfText } from '../common/sha256-of';
import { errorText, runTerraform, secretsOfLogin, stateLock, type TerraformCommand } from './run-terraform';

/** Where one stack's state is. */
export interface StateStore {
  /** For people. */
  readonly place: string;
  /** The state as it was last loaded; undefined where there is none. */
  current(): string | undefined;
  /** Asks for what it is now. */
  load(): Promise<void>;
  /** Puts a state in the place of the one that is there, whichever that is. */
  replace(text: string): Promise<void>;
  /** Leaves a state that knows of nothing, or none. */
  clear(): Promise<void>;
}

/** A state in a file of this machine: what it is now is always known. */
export class LocalState implements StateStore {
  constructor(
    readonly file: string,
    readonly place = file,
  ) {}

  current(): string | undefined {
    return readIfThere(this.file);
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  replace(text: string): Promise<void> {
    writeSecretFile(this.file, text);
    return Promise.resolve();
  }

  clear(): Promise<void> {
    removeSecretFile(this.file);
    removeSecretFile(`${this.file}.backup`);
    return Promise.resolve();
  }
}

/** The part of a state that is looked at here. */
interface StateHead {
  readonly serial: number;
  readonly lineage: string;
  readonly resources: readonly unknown[];
}

export interface RemoteStateProps {
  readonly terraform: TerraformCommand;
  /** The part of a `terraform` block that says where it is. */
  readonly block: object;
  /** A folder of its own for Terraform, which is made. */
  readonly folder: string;
  readonly place: string;
}

/** A state in one of Terraform's backends, read and written by Terraform without the stack itself. */
export class RemoteState implements StateStore {
  private loaded: StateHead | undefined;
  private text: string | undefined;

  constructor(private readonly props: RemoteStateProps) {}

  get place(): string {
    return this.props.place;
  }

  current(): string | undefined {
    return this.text;
  }

  async load(): Promise<void> {
    await this.init();
    const pulled = await this.run(['state', 'pull']);
    if (pulled.exitCode !== 0) throw this.failed('read', pulled);
    this.loaded = pulled.stdout.trim() === '' ? undefined : (JSON.parse(pulled.stdout) as StateHead);
    // One that was never written has no lineage; one that knows of nothing is as good as none.
    this.text = (this.loaded?.resources.length ?? 0) === 0 ? undefined : pulled.stdout;
  }

  async replace(text: string): Promise<void> {
    await this.load();
    const state = JSON.parse(text) as StateHead;
    await this.push(state);
    // Where there was none, Terraform has given it a lineage of its own, by which nobody would know it again.
    if (this.loaded?.lineage !== state.lineage) await this.push(state);
  }

  /** Forced, since what is put back from a backup is older, or of before the state was lost. */
  private async push(state: StateHead): Promise<void> {
    const serial = Math.max(state.serial, (this.loaded?.serial ?? 0) + 1);
    const input = JSON.stringify({ ...state, serial });
    const pushed = await this.run(['state', 'push', '-force', stateLock, '-'], input);
    if (pushed.exitCode !== 0) throw this.failed('write', pushed);
    await this.load();
  }

  async clear(): Promise<void> {
    await this.load();
    if (this.text === undefined) return;
    await this.replace(JSON.stringify({ ...JSON.parse(this.text), outputs: {}, resources: [] }));
  }

  /** Where it was not done for this place and tool chain yet. */
  private async init(): Promise<void> {
    const { block, folder, terraform } = this.props;
    const stampFile = join(folder, '.terraform', 'dbvault-init');
    const stamp = sha256OfText(JSON.stringify([block, terraform.command, terraform.env]));
    if (readIfThere(stampFile) === stamp) return;
    rmSync(folder, { recursive: true, force: true });
    makeSecretFolder(folder);
    writeSecretFile(join(folder, 'state.tf.json'), JSON.stringify({ terraform: block }));
    const result = await this.run(['init', '-input=false', '-no-color']);
    if (result.exitCode !== 0) throw this.failed('reach', result);
    mkdirSync(join(folder, '.terraform'), { recursive: true });
    writeSecretFile(stampFile, stamp);
  }

  private async run(args: readonly string[], input?: string): Promise<RunResult> {
    return runTerraform(this.props.terraform, this.props.folder, args, {}, input);
  }

  private failed(verb: string, result: RunResult): Problem {
    return stateProblem(`Terraform could not ${verb} the state`, this.props, result);
  }
}

/** What became of a state that is kept elsewhere, as Terraform says it, without what opens that place. */
export function stateProblem(
  what: string,
  { place, terraform }: Pick<RemoteStateProps, 'place' | 'terraform'>,
  result: RunResult,
): Problem {
  return new Problem({
    what,
    where: place,
    why: redact(errorText(result), secretsOfLogin(terraform)),
    next: 'look whether it answers, and what the environment logs in with: docs/remote-state.md; then run the same command again',
    exitCode: exitCodes.failed,
  });
}
