import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustRun } from '../../../../common/run';
import { terraformTools } from '../../../../toolchain';

/** Where they come from; a file `main.tf.json` says so itself. */
const required = `
terraform {
  required_providers {
    vault  = { source = "hashicorp/vault", version = "~> 5.6" }
    docker = { source = "kreuzwerker/docker", version = ">= 3.6.2, < 5.0.0" }
  }
}
`;

/** A resource that Terraform's state has, with what it must have. */
export interface Held {
  readonly type: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * What Terraform plans for files of HCL, with no Vault, as JSON.
 *
 * @param variables the values of the root's variables
 * @param held what the state has already
 */
export async function planOf(
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
  held: readonly Held[] = [],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-check-plans-'));
  try {
    for (const [name, text] of Object.entries({
      ...('main.tf.json' in files ? {} : { 'required.tf': required }),
      ...files,
    })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    if (held.length > 0) writeFileSync(join(folder, 'terraform.tfstate'), stateWith(held));
    const { terraform, env } = await terraformTools();
    const named = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
    const options = {
      cwd: folder,
      env: {
        ...env,
        ...(Object.fromEntries(named) as Record<string, string>),
        VAULT_TOKEN: 'none',
        VAULT_ADDR: 'https://vault.example:8200',
        CHECKPOINT_DISABLE: '1',
      },
    };
    const run = (...args: string[]) => mustRun(terraform, args, `terraform ${args[0] ?? ''}`, options);
    await run('init', '-input=false', '-no-color');
    await run('plan', '-input=false', '-no-color', '-refresh=false', '-out=plan');
    return await run('show', '-json', 'plan');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function stateWith(held: readonly Held[]): string {
  const sources: Readonly<Record<string, string>> = {
    docker: 'kreuzwerker/docker',
    vault: 'hashicorp/vault',
  };
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '2f7c2f24-7ab6-4d6c-8d3a-b1a2ad6f4c11',
    outputs: {},
    resources: held.map(({ type, name, attributes }) => ({
      mode: 'managed',
      type,
      name,
      provider: `provider["registry.terraform.io/${sources[type.split('_')[0] ?? ''] ?? ''}"]`,
      instances: [{ schema_version: 0, attributes: { id: name, ...attributes } }],
    })),
  });
}
