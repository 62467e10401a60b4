import { join } from 'node:path';
import { z } from 'zod';
import { inspectGo } from './go';
import { runOn, type Machine } from './machine';
import { builtProgram, openTofu } from './programs';
import type { Finding } from './types';
import { isAtLeast } from './versions';

const part = 'terraform';

/** The first release of both with write-only arguments, which keep passwords out of the state. */
const minimum = '1.11';

const versionOutput = z.object({ terraform_version: z.string() });

interface Terraform {
  readonly command: string;
  /** One phrase: `Terraform 1.11.4`. */
  readonly found: string;
}

/** Which Terraform or OpenTofu there is, and what can be done where there is none. */
export async function inspectTerraform(machine: Machine): Promise<Finding> {
  const { usable, tooOld } = await findTerraform(machine);
  if (usable !== undefined) return { part, way: 'ready', found: usable.found };
  const found = tooOld === undefined ? 'neither Terraform nor OpenTofu' : `${tooOld}, older than ${minimum}`;
  const go = await inspectGo(machine);
  if (!go.usable)
    return { part, way: 'impossible', found: `${found}, and ${go.found}`, remedy: go.remedy ?? '' };
  const action = `build OpenTofu ${openTofu.version} from its Go module`;
  return { part, way: 'make', found, action, estimatedSeconds: 180 };
}

/** The Terraform or OpenTofu to use: one in PATH, or else the one that was built. */
export async function findTerraform(machine: Machine): Promise<{ usable?: Terraform; tooOld?: string }> {
  // cdktf's own variable: who sets it has chosen.
  const chosen = machine.env['TERRAFORM_BINARY_NAME'];
  const commands = chosen === undefined || chosen === '' ? ['terraform', 'tofu'] : [chosen];
  const versions = await Promise.all(commands.map((command) => versionOf(machine, command)));
  let tooOld: string | undefined;
  for (const [index, command] of commands.entries()) {
    const version = versions[index];
    if (version === undefined) continue;
    const found = `${command.includes('tofu') ? 'OpenTofu' : 'Terraform'} ${version}`;
    if (isAtLeast(version, minimum)) return { usable: { command, found } };
    tooOld ??= found;
  }
  const folder = await builtProgram(machine, openTofu);
  if (folder !== undefined) {
    const command = join(folder, openTofu.command);
    return { usable: { command, found: `OpenTofu ${openTofu.version}, built before` } };
  }
  return tooOld === undefined ? {} : { tooOld };
}

async function versionOf(machine: Machine, command: string): Promise<string | undefined> {
  // Without this it asks its publisher whether a newer one is out, and waits for the answer.
  const env = { CHECKPOINT_DISABLE: '1' };
  const result = await runOn(machine, command, ['version', '-json'], { env, timeoutMs: 10_000 });
  try {
    // OpenTofu writes its warnings, of a configuration file that is missing for one, before it.
    const json = result.stdout.slice(result.stdout.indexOf('{'));
    return versionOutput.parse(JSON.parse(json)).terraform_version;
  } catch {
    return undefined;
  }
}
