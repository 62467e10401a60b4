import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from '../common/project';
import { parseJson } from '../common/parse-json';
import { readIfThere } from '../common/read-if-there';
import type { Problem } from '../common/problem';
import type { RunResult } from '../common/run';
import { makeSecretFolder } from '../common/secret-file';
import { sha256OfText } from '../common/sha256-of';
import { settledFile, stackFolder, stateFile, type StackName } from '../constructs/names';
import { refused } from './plan-bundle';
import { changesSaid, changesShown, type PlannedChange } from './planned-changes';
import { runTerraform, stateLock, type TerraformCommand } from './run-terraform';
import { LocalState, type StateStore } from './state-store';
import { terraformFailure } from './terraform-failure';
import { openTofuSources, resourcesOf, type StateResource, type TerraformState } from './terraform-state';

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

/** A plan that somebody read, to be applied in the place of a new one. */
export interface ReviewedPlan {
  readonly file: string;
  readonly hasChanges: boolean;
  /** Checksum of the state that it was made for; null where there was none. */
  readonly state: string | null;
}

/** What cdktf writes, as far as it is read here. */
export interface Synthesized {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider: unknown;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const planFile = 'dbvault.tfplan';
/** Where Terraform leaves a state that it could not write to its place. */
const unwrittenState = 'errored.tfstate';
/** Where each engine has providers from that name no registry. */
const registries = { Terraform: 'registry.terraform.io', OpenTofu: 'registry.opentofu.org' };
const planExitCodes = { noChanges: 0, changes: 2 };

/** One synthesized stack, planned and applied by Terraform itself. */
export class TerraformStack {
  private readonly folder: string;
  private reviewed: ReviewedPlan | undefined;
  /** The last plan, in Terraform's words while it made it. */
  private said: string | undefined;
  private shown: string | undefined;
  private changes: readonly PlannedChange[] | undefined;

  constructor(
    private readonly terraform: TerraformCommand,
    private readonly deployment: string,
    readonly name: StackName,
    /** @default a local file */
    private readonly stored: StateStore = new LocalState(inProject(stateFile(deployment, name))),
  ) {
    this.folder = inProject(stackFolder(deployment, name));
  }

  /** Asks for the state, and installs the providers where this folder does not have them yet. */
  async init(): Promise<void> {
    await this.prepareFolder();
    await this.writeUnwritten();
    await this.loadState();
  }

  /** Asks for the state as it is now; enough for those who only read it. */
  async loadState(): Promise<void> {
    await this.stored.load();
  }

  /** Where this folder does not have them for this configuration and tool chain yet. */
  private async prepareFolder(): Promise<void> {
    const stampFile = join(this.folder, '.terraform', 'dbvault-init');
    const stamp = this.initStamp();
    if (readIfThere(stampFile) === stamp) return;
    // What another tool chain left is no help: its lock names checksums of other builds.
    rmSync(join(this.folder, '.terraform.lock.hcl'), { force: true });
    // What it knows of another place of the state, it would ask about. HCP Terraform takes no -reconfigure.
    rmSync(join(this.folder, '.terraform', 'terraform.tfstate'), { force: true });
    const result = await this.run(['init', '-input=false', '-no-color'], {});
    if (result.exitCode !== 0) throw this.failed('init', result, []);
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, stamp);
  }

  /** As where the place of the state went away during an apply. */
  private async writeUnwritten(): Promise<void> {
    const file = join(this.folder, unwrittenState);
    if (this.stored instanceof LocalState || !existsSync(file)) return;
    const result = await this.run(['state', 'push', stateLock, unwrittenState], {});
    if (result.exitCode !== 0) throw this.failed('write the state that an earlier run kept of', result, []);
    rmSync(file);
  }

  /**
   * @param options further arguments, such as `-refresh=false`
   * @returns whether anything would change
   */
  async plan(environment: StackEnvironment, options: readonly string[] = []): Promise<boolean> {
    this.said = this.shown = this.changes = undefined;
    if (this.reviewed !== undefined) return this.takeReviewed(this.reviewed);
    await this.takeStateOver();
    makeSecretFolder(dirname(inProject(stateFile(this.deployment, this.name))));
    const args = ['plan', '-input=false', '-json', '-detailed-exitcode', stateLock, `-out=${planFile}`];
    const result = await this.run([...args, ...options], environment);
    if (result.exitCode !== planExitCodes.changes && result.exitCode !== planExitCodes.noChanges)
      throw this.failed('plan', result, secretsOf(environment));
    this.said = result.stdout;
    return result.exitCode === planExitCodes.changes;
  }

  /** Whether a plan is applied that somebody read, and no other one is made. */
  get isReviewed(): boolean {
    return this.reviewed !== undefined;
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

  /** The same, with what plans it: providers and tool chain. */
  inputsSha256(): string {
    return sha256OfText(`${this.codeSha256()} ${this.initStamp()}`);
  }

  /** Where is kept what held when it was last as declared. */
  get settledFile(): string {
    return inProject(settledFile(this.deployment, this.name));
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
    return this.stateResources()
      .filter(({ type }) => types.includes(type))
      .map(({ id }) => id);
  }

  /** The resources that the state holds. */
  stateResources(): StateResource[] {
    const text = this.state();
    return text === undefined ? [] : resourcesOf(text);
  }

  /** The last plan as Terraform's JSON, which hides no secret: what is shown of it is masked first. */
  async planJson(): Promise<string> {
    if (this.shown !== undefined) return this.shown;
    const result = await this.run(['show', '-json', planFile], {});
    if (result.exitCode !== 0) throw this.failed('show', result, []);
    return (this.shown = result.stdout);
  }

  /** What the last plan would change. */
  async plannedChanges(): Promise<readonly PlannedChange[]> {
    return (this.changes ??=
      this.said === undefined
        ? changesShown(await this.planJson())
        : changesSaid(this.said, () => this.planJson()));
  }

  /** Applies exactly what the last plan says. */
  async apply(environment: StackEnvironment): Promise<void> {
    const args = ['apply', '-input=false', '-no-color', stateLock, planFile];
    const result = await this.change(args, environment);
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
    const result = await this.change(args, environment);
    if (result.exitCode !== 0) throw this.failed('import', result, secretsOf(environment));
  }

  /** Takes back that a resource is to be replaced, because an apply failed after it was made. */
  async untaint(address: string): Promise<void> {
    const result = await this.change(['untaint', '-no-color', stateLock, address], {});
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
    const pushed = await this.change(['state', 'push', stateLock, '-'], {}, input);
    if (pushed.exitCode !== 0) throw this.failed('write the state of', pushed, []);
  }

  /**
   * Writes the stack as one that declares nothing, so that a plan takes down all that its state has.
   *
   * @param like a stack with the same providers, and its state in the same place
   * @param place where its own state is
   */
  synthesizeEmpty(like: TerraformStack, place: object): void {
    const { terraform, provider } = like.synthesized();
    const empty = { terraform: { ...terraform, ...place }, provider };
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'cdk.tf.json'), JSON.stringify(empty, null, 2));
  }

  /** Forgets the state of a stack that is taken down for good. */
  async removeState(): Promise<void> {
    await this.stored.clear();
    rmSync(this.settledFile, { force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Keeps a state that a killed Terraform left half written out of the way. @returns where it is now */
  setDamagedStateAside(): string | undefined {
    if (!(this.stored instanceof LocalState)) return undefined;
    const text = this.state();
    if (text === undefined || parseJson(text) !== undefined) return undefined;
    const { file } = this.stored;
    const aside = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    renameSync(file, aside);
    return aside;
  }

  /**
   * Has Terraform know the resources that OpenTofu wrote into the state as its own. Each has a registry of its own, which
   * stands in the state: without this, Terraform has no address and no token for what is to go. OpenTofu does the
   * same by itself.
   */
  private async takeStateOver(): Promise<void> {
    if (this.terraform.engine !== 'Terraform') return;
    const { stored } = this;
    const place =
      stored instanceof LocalState ? [`-state=${stored.file}`, `-backup=${stored.file}.backup`] : [];
    for (const source of openTofuSources(this.state() ?? '')) {
      const options = ['-auto-approve', '-no-color', stateLock, ...place];
      const from = `${registries.OpenTofu}/${source}`;
      const to = `${registries.Terraform}/${source}`;
      const result = await this.run(['state', 'replace-provider', ...options, from, to], {});
      if (result.exitCode !== 0) throw this.failed('take over the state of', result, []);
      await stored.load();
    }
  }

  private state(): string | undefined {
    return this.stored.current();
  }

  private takeReviewed({ file, hasChanges, state }: ReviewedPlan): boolean {
    if (this.stateSha256() !== state)
      throw refused(file, `the state of the stack ${this.name} was changed since it was planned`);
    copyFileSync(file, join(this.folder, planFile));
    return hasChanges;
  }

  private addressesOf(type: string): string[] {
    const { resource } = this.synthesized();
    return Object.keys(resource?.[type] ?? {}).map((name) => `${type}.${name}`);
  }

  /** What cdktf wrote. */
  synthesized(): Synthesized {
    return JSON.parse(readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8')) as Synthesized;
  }

  /** What changes the state, whether it succeeds or not. */
  private async change(
    args: readonly string[],
    environment: StackEnvironment,
    input?: string,
  ): Promise<RunResult> {
    const result = await this.run(args, environment, input);
    // What became of the change is told first; without the place of the state the next step fails.
    await this.loadState().catch((error: unknown) => {
      if (result.exitCode === 0) throw error;
    });
    return result;
  }

  private async run(
    args: readonly string[],
    environment: StackEnvironment,
    input?: string,
  ): Promise<RunResult> {
    const variables = Object.entries({ ...environment.variables, ...environment.secretVariables });
    const given = Object.fromEntries(variables.map(([name, value]) => [`TF_VAR_${name}`, value]));
    const { vaultToken, vaultAddress } = environment;
    const env = { ...given, VAULT_TOKEN: vaultToken, VAULT_ADDR: vaultAddress };
    return runTerraform(this.terraform, this.folder, args, env, input);
  }

  private initStamp(): string {
    const { terraform } = this.synthesized();
    return sha256OfText(JSON.stringify([terraform, this.terraform.command, this.terraform.env]));
  }

  private failed(verb: string, result: RunResult, secrets: readonly string[]): Problem {
    const { name } = this;
    const stack = { name, folder: stackFolder(this.deployment, name), statePlace: this.stored.place };
    return terraformFailure(this.terraform, stack, verb, result, secrets);
  }
}

function secretsOf(environment: StackEnvironment): string[] {
  return [environment.vaultToken ?? '', ...Object.values(environment.secretVariables ?? {})];
}
