import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing, type App, type TerraformStack } from 'cdktf';
import { mustRun } from '../../../../common/run';
import type { Connection, Deployment } from '../../../../constructs/deployment';
import type { Tools } from '../../../../toolchain';

type Json = Record<string, unknown>;
type Stack = new (app: App, deployment: Deployment, connection: Connection) => TerraformStack;

interface Synthesized extends Json {
  readonly provider: Json;
  readonly terraform: { readonly required_providers: Json };
  readonly variable?: Json;
}

export interface PlannedResource {
  readonly type: string;
  readonly values: Json;
}

interface PlannedModule {
  readonly resources?: readonly PlannedResource[];
  readonly child_modules?: readonly PlannedModule[];
}

/**
 * Many synthesized stacks, each as it is, as modules of one configuration: Terraform and its providers take long to
 * start, and to look at a hundred stacks no longer than at one.
 */
export class Configuration {
  private readonly folder = mkdtempSync(join(tmpdir(), 'dbvault-hostile-input-'));
  private readonly providers: Json = {};
  private readonly required: Json = {};
  private readonly modules: Json = {};

  constructor(private readonly tools: Tools) {}

  /** Of the stacks of connections, that of the first one. */
  add(Stack: Stack, deployment: Deployment): void {
    const [connection] = deployment.connections;
    if (connection === undefined) throw new Error('a deployment has a connection');
    const app = Testing.app({ outdir: join(this.folder, 'cdktf') });
    const { provider, terraform, ...rest } = JSON.parse(
      Testing.synth(new Stack(app, deployment, connection)),
    ) as Synthesized;
    const { required_providers: required } = terraform;
    // Both belong to the root: a provider of each module's own would be a process of its own.
    Object.assign(this.providers, provider);
    Object.assign(this.required, required);
    const id = `m${Object.keys(this.modules).length}`;
    mkdirSync(join(this.folder, id));
    this.write(join(id, 'main.tf.json'), { ...rest, terraform: { required_providers: required } });
    const passwords = Object.keys(rest.variable ?? {}).filter((name) => name.endsWith('_password'));
    const variables = Object.fromEntries(passwords.map((name) => [name, '${var.password}']));
    this.modules[id] = { source: `./${id}`, ...variables };
  }

  /** @throws Problem with Terraform's words */
  async validate(): Promise<void> {
    this.write('main.tf.json', {
      terraform: { required_providers: this.required },
      provider: this.providers,
      module: this.modules,
      variable: { password: { type: 'string', ephemeral: true, default: 'of-nobody' } },
    });
    await this.terraform('init', '-input=false', '-no-color');
    await this.terraform('validate', '-no-color');
  }

  /** What Terraform would make, with every text as Terraform understands it. */
  async plan(): Promise<PlannedResource[]> {
    await this.terraform('plan', '-input=false', '-no-color', '-refresh=false', '-out=plan');
    const { planned_values: planned } = JSON.parse(await this.terraform('show', '-json', 'plan')) as {
      planned_values: { root_module: PlannedModule };
    };
    return resourcesOf(planned.root_module);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private write(file: string, json: Json): void {
    writeFileSync(join(this.folder, file), JSON.stringify(json));
  }

  private terraform(...args: string[]): Promise<string> {
    const env = { ...this.tools.env, VAULT_TOKEN: 'none', CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
    return mustRun(this.tools.terraform, args, `terraform ${args[0] ?? ''}`, { cwd: this.folder, env });
  }
}

function resourcesOf({ resources = [], child_modules: children = [] }: PlannedModule): PlannedResource[] {
  return [...resources, ...children.flatMap(resourcesOf)];
}
