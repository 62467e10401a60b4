import { mkdirSync, mkdtempSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from '../../../common/run';
import { terraformTools } from '../../../toolchain';
import type { BlockSchema } from './zero-values';

/** What Terraform reads: file names with their texts, and variables. */
export interface Configuration {
  readonly files: Readonly<Record<string, string>>;
  /** @default none */
  readonly variables?: Readonly<Record<string, string>>;
}

interface ProviderSchemas {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: BlockSchema }>> }>
  >;
}

const providers = `terraform {
  required_providers {
    vault = {
      source  = "hashicorp/vault"
      version = "~> 5.6"
    }
    docker = {
      source  = "kreuzwerker/docker"
      version = ">= 3.6.2, < 5.0.0"
    }
  }
}
`;

/** Terraform with both providers installed once. Nothing is asked of a Vault, for there is none. */
export class Terraform {
  private readonly folder = mkdtempSync(join(tmpdir(), 'dbvault-review-'));
  /** Looked for once: what was built here is held to its checksums each time. */
  private readonly tools = terraformTools();
  private ready: Promise<unknown> | undefined;

  /** @returns the plan as Terraform's JSON. @param state what is there before; nothing where it is undefined */
  async plan({ files, variables = {} }: Configuration, state?: string): Promise<string> {
    await (this.ready ??= this.install());
    const folder = mkdtempSync(join(this.folder, 'plan-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    if (state !== undefined) writeFileSync(join(folder, 'terraform.tfstate'), state);
    copyFileSync(join(this.base, '.terraform.lock.hcl'), join(folder, '.terraform.lock.hcl'));
    const given = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]),
    );
    await this.run(folder, ['plan', '-input=false', '-no-color', '-refresh=false', '-out=plan'], given);
    return this.run(folder, ['show', '-json', 'plan'], {});
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Of all resources of both providers, by their types. */
  async schemas(): Promise<ReadonlyMap<string, BlockSchema>> {
    await (this.ready ??= this.install());
    const { provider_schemas: providers } = JSON.parse(
      await this.run(this.base, ['providers', 'schema', '-json'], {}),
    ) as ProviderSchemas;
    const all = Object.values(providers).flatMap(({ resource_schemas: resources }) =>
      Object.entries(resources),
    );
    return new Map(all.map(([type, { block }]) => [type, block]));
  }

  private get base(): string {
    return join(this.folder, 'providers');
  }

  private async install(): Promise<void> {
    mkdirSync(this.base);
    writeFileSync(join(this.base, 'main.tf'), providers);
    await this.run(this.base, ['init', '-input=false', '-no-color'], {});
  }

  private async run(cwd: string, args: readonly string[], variables: Readonly<Record<string, string>>) {
    const { terraform, env } = await this.tools;
    return mustRun(terraform, args, `terraform ${args[0] ?? ''}`, {
      cwd,
      env: {
        ...env,
        ...variables,
        TF_DATA_DIR: join(this.base, '.terraform'),
        VAULT_TOKEN: 'none',
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        GOGC: '400',
      },
    });
  }
}

/** For configurations that bring no providers of their own. */
export const plainProviders = {
  'providers.tf': `${providers}
provider "vault" {
  address          = "https://127.0.0.1:8200"
  skip_child_token = true
}

provider "docker" {}
`,
};
