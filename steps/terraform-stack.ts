import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from '../common/project';
import { parseJson } from '../common/parse-json';
import { readIfThere } from '../common/read-if-there';
import { Problem } from '../common/problem';
import { redact } from '../common/redact';
import { run, type RunResult } from '../common/run';
import { makeSecretFolder } from '../common/secret-file';
import { sha256OfText } from '../common/sha256-of';
import { stackFolder, stateFile, type StackName } from '../constructs/names';
import { refused } from './plan-bundle';

/** How Terraform, or OpenTofu, is called on this machine. */
export interface TerraformCommand {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What Terraform reads from the environment: never an argument, never a file. */
export interface StackEnvironment {
  readonly vaultToken?: string;
  /** Of the node that serves, where there are several; of a single one the stack knows it. @default none */
  readonly vaultAddress?: string;
  /** Terraform variables by name. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Those whose value nobody may see. @default none */
  readonly secretVariables?: Readonly<Record<string, string>>;
}

/** Terraform's type of a database connection. */
export const connectionType = 'vault_database_secret_backend_connection';

/** One resource that a plan would change. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  readonly after: Readonly<Record<string, unknown>>;
  /** Whether it is replaced only because an earlier apply failed half-way. */
  readonly isTainted: boolean;
}

/** A plan that somebody read, to be applied in the place of a new one. */
export interface ReviewedPlan {
  readonly file: string;
  readonly hasChanges: boolean;
  /** Checksum of the state that it was made for; null where there was none. */
  readonly state: string | null;
}

/** The part of Terraform's state file that is read here. */
interface TerraformState {
  readonly serial: number;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { id: string } & Record<string, unknown> }[];
  }[];
}

/** A killed run's Terraform may still be at work: it is waited for. */
const stateLock = '-lock-timeout=120s';
const longestErrorLines = 15;
const planFile = 'dbvault.tfplan';
const planExitCodes = { noChanges: 0, changes: 2 };

/** One synthesized stack, planned and applied by Terraform itself. */
export class TerraformStack {
  private readonly folder: string;
  private reviewed: ReviewedPlan | undefined;

  constructor(
    private readonly terraform: TerraformCommand,
    private readonly deployment: string,
    readonly name: StackName,
  ) {
    this.folder = inProject(stackFolder(deployment, name));
  }

  /** Installs the providers, where this folder does not have them for this configuration and tool chain yet. */
  async init(): Promise<void> {
    const stampFile = join(this.folder, '.terraform', 'dbvault-init');
    const stamp = this.initStamp();
    if (readIfThere(stampFile) === stamp) return;
    // What another tool chain left is no help: its lock names checksums of other builds.
    rmSync(join(this.folder, '.terraform.lock.hcl'), { force: true });
    const result = await this.run(['init', '-input=false', '-reconfigure', '-no-color'], {});
    if (result.exitCode !== 0) throw this.failed('init', result, []);
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, stamp);
  }

  /**
   * @param options further arguments, such as `-refresh=false`
   * @returns whether anything would change
   */
  async plan(environment: StackEnvironment, options: readonly string[] = []): Promise<boolean> {
    if (this.reviewed !== undefined) return this.takeReviewed(this.reviewed);
    makeSecretFolder(dirname(inProject(stateFile(this.deployment, this.name))));
    const args = ['plan', '-input=false', '-no-color', '-detailed-exitcode', stateLock, `-out=${planFile}`];
    const result = await this.run([...args, ...options], environment);
    if (result.exitCode === planExitCodes.changes) return true;
    if (result.exitCode === planExitCodes.noChanges) return false;
    throw this.failed('plan', result, secretsOf(environment));
  }

  /** From here on this plan is applied, and no other one is made. */
  useReviewed(plan: ReviewedPlan): void {
    this.reviewed = plan;
  }

  /** The last plan, for somebody to read before it is applied. */
  copyPlanTo(file: string): void {
    copyFileSync(join(this.folder, planFile), file);
    chmodSync(file, 0o600);
  }

  /** Checksum of the synthesized stack. */
  codeSha256(): string {
    return sha256OfText(readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8'));
  }

  /** Checksum of the state; null where there is none. */
  stateSha256(): string | null {
    const state = this.state();
    return state === undefined ? null : sha256OfText(state);
  }

  /** Whether nothing of the stack was ever applied, as far as its state knows. */
  get isNew(): boolean {
    return this.state() === undefined;
  }

  /** The ids of the resources that the state holds. @param types of these types only */
  stateIds(types: readonly string[]): string[] {
    const text = this.state();
    if (text === undefined) return [];
    const { resources } = JSON.parse(text) as TerraformState;
    const wanted = resources.filter(({ type }) => types.includes(type));
    return wanted.flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id));
  }

  /** The last plan as Terraform's JSON, which hides no secret: what is shown of it is masked first. */
  async planJson(): Promise<string> {
    const result = await this.run(['show', '-json', planFile], {});
    if (result.exitCode !== 0) throw this.failed('show', result, []);
    return result.stdout;
  }

  /** What the last plan would change. */
  async plannedChanges(): Promise<PlannedChange[]> {
    const plan = JSON.parse(await this.planJson()) as {
      resource_changes?: {
        address: string;
        type: string;
        action_reason?: string;
        change: { actions: string[]; after: Record<string, unknown> | null };
      }[];
    };
    return (plan.resource_changes ?? [])
      .filter(({ change }) => !change.actions.every((action) => action === 'no-op' || action === 'read'))
      .map(({ address, type, action_reason: reason, change }) => ({
        address,
        type,
        actions: change.actions,
        after: change.after ?? {},
        isTainted: reason === 'replace_because_tainted',
      }));
  }

  /** Applies exactly what the last plan says. */
  async apply(environment: StackEnvironment): Promise<void> {
    const args = ['apply', '-input=false', '-no-color', stateLock, planFile];
    const result = await this.run(args, environment);
    if (result.exitCode !== 0) throw this.failed('apply', result, secretsOf(environment));
  }

  /**
   * Destroys the stack's resources.
   *
   * @param types only those of these types, with what depends on them; @default all
   */
  async destroy(environment: StackEnvironment, types?: readonly string[]): Promise<void> {
    const targets =
      types?.flatMap((type) => this.addressesOf(type)).map((address) => `-target=${address}`) ?? [];
    if (await this.plan(environment, ['-destroy', ...targets])) await this.apply(environment);
  }

  /** Takes what is there into the state, as the resource of this address. */
  async import(environment: StackEnvironment, address: string, id: string): Promise<void> {
    const args = ['import', '-input=false', '-no-color', stateLock, address, id];
    const result = await this.run(args, environment);
    if (result.exitCode !== 0) throw this.failed('import', result, secretsOf(environment));
  }

  /** Takes back that a resource is to be replaced, because an apply failed after it was made. */
  async untaint(address: string): Promise<void> {
    const result = await this.run(['untaint', '-no-color', stateLock, address], {});
    if (result.exitCode !== 0) throw this.failed('untaint', result, []);
  }

  /** Edits a resource's attributes in the state alone: what cannot be read back is not known to an import. */
  async editState(address: string, edit: (attributes: Record<string, unknown>) => void): Promise<void> {
    const pulled = await this.run(['state', 'pull'], {});
    if (pulled.exitCode !== 0) throw this.failed('read the state of', pulled, []);
    const state = JSON.parse(pulled.stdout) as TerraformState;
    const resource = state.resources.find(({ type, name }) => `${type}.${name}` === address);
    for (const instance of resource?.instances ?? []) edit(instance.attributes);
    const input = JSON.stringify({ ...state, serial: state.serial + 1 });
    const pushed = await this.run(['state', 'push', stateLock, '-'], {}, input);
    if (pushed.exitCode !== 0) throw this.failed('write the state of', pushed, []);
  }

  /** Keeps a state that a killed Terraform left half written out of the way. @returns where it is now */
  setDamagedStateAside(): string | undefined {
    const text = this.state();
    if (text === undefined || parseJson(text) !== undefined) return undefined;
    const file = inProject(stateFile(this.deployment, this.name));
    const aside = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    renameSync(file, aside);
    return aside;
  }

  private state(): string | undefined {
    return readIfThere(inProject(stateFile(this.deployment, this.name)));
  }

  private takeReviewed({ file, hasChanges, state }: ReviewedPlan): boolean {
    if (this.stateSha256() !== state)
      throw refused(file, `the state of the stack ${this.name} was changed since it was planned`);
    copyFileSync(file, join(this.folder, planFile));
    return hasChanges;
  }

  private addressesOf(type: string): string[] {
    const { resource } = this.synthesized() as { resource?: Record<string, Record<string, unknown>> };
    return Object.keys(resource?.[type] ?? {}).map((name) => `${type}.${name}`);
  }

  private synthesized(): unknown {
    return JSON.parse(readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8'));
  }

  private async run(
    args: readonly string[],
    environment: StackEnvironment,
    input?: string,
  ): Promise<RunResult> {
    const variables = Object.entries({ ...environment.variables, ...environment.secretVariables });
    return run(this.terraform.command, args, {
      cwd: this.folder,
      ...(input === undefined ? {} : { input }),
      env: {
        ...this.terraform.env,
        ...Object.fromEntries(variables.map(([name, value]) => [`TF_VAR_${name}`, value])),
        VAULT_TOKEN: environment.vaultToken,
        VAULT_ADDR: environment.vaultAddress,
        VAULT_NAMESPACE: undefined,
        TF_IN_AUTOMATION: '1',
        CHECKPOINT_DISABLE: '1',
        // Terraform and its providers live for a second: collecting garbage less often saves them a sixth of it.
        GOGC: process.env['GOGC'] ?? '400',
        // With it, Terraform logs the connection's payload, password included.
        TF_LOG: undefined,
        TF_LOG_PROVIDER: undefined,
        TF_CLI_ARGS: undefined,
      },
    });
  }

  private initStamp(): string {
    const { terraform } = this.synthesized() as { terraform: unknown };
    return sha256OfText(JSON.stringify([terraform, this.terraform]));
  }

  private failed(verb: string, result: RunResult, secrets: readonly string[]): Problem {
    return new Problem({
      what: `Terraform could not ${verb} the stack ${this.name}`,
      where: stackFolder(this.deployment, this.name),
      why: redact(errorText(result), secrets),
      next: 'correct the cause and run the same command again: it goes on where it stopped',
    });
  }
}

function secretsOf(environment: StackEnvironment): string[] {
  return [environment.vaultToken ?? '', ...Object.values(environment.secretVariables ?? {})];
}

/** The errors that Terraform prints, without their frames. */
function errorText({ stdout, stderr }: RunResult): string {
  const text = stderr.includes('Error:') ? stderr.slice(stderr.indexOf('Error:')) : `${stdout}\n${stderr}`;
  const lines = text.split('\n').map((line) => line.replace(/^[╷│╵] ?/, '').trimEnd());
  return lines
    .filter((line) => line !== '')
    .slice(0, longestErrorLines)
    .join('\n');
}
