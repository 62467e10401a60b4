import { basename, join } from 'node:path';
import { Problem } from '../common/problem';
import { timedOutExitCode } from '../common/run';
import { inspectGo } from './go';
import { runOn, type Machine } from './machine';
import { builtProgram, openTofu } from './programs';
import type { EngineName, Finding } from './types';
import { isAtLeast } from './versions';

const part = 'terraform';

/** The first release of both with write-only arguments, which keep passwords out of the state. */
const minimum = '1.11';

/** On a machine at rest it takes a tenth of a second. */
const longestStartMs = 30_000;

interface Terraform {
  readonly engine: EngineName;
  readonly command: string;
  /** One phrase: `Terraform 1.11.4`. */
  readonly found: string;
}

/** Which Terraform or OpenTofu there is, and what can be done where there is none. */
export async function inspectTerraform(machine: Machine): Promise<Finding> {
  const { usable, tooOld } = await findTerraform(machine);
  const chosen = chosenCommand(machine);
  if (usable !== undefined) {
    const why = chosen === undefined ? '' : ', which TERRAFORM_BINARY_NAME chose';
    return { part, way: 'ready', found: `${usable.found}${why}` };
  }
  const lacking =
    chosen === undefined
      ? 'neither Terraform nor OpenTofu'
      : `no ${basename(chosen)}, which TERRAFORM_BINARY_NAME chose`;
  const found = tooOld === undefined ? lacking : `${tooOld}, older than ${minimum}`;
  if (!mayBeBuilt(chosen)) {
    return { part, way: 'impossible', found, remedy: 'install it, or `unset TERRAFORM_BINARY_NAME`' };
  }
  const go = await inspectGo(machine);
  if (!go.usable)
    return { part, way: 'impossible', found: `${found}, and ${go.found}`, remedy: go.remedy ?? '' };
  const action = `build OpenTofu ${openTofu.version} from its Go module`;
  return { part, way: 'make', found, action, estimatedSeconds: 180 };
}

/** The Terraform or OpenTofu to use: one in PATH, or else the OpenTofu that was built, unless another one was chosen. */
export async function findTerraform(machine: Machine): Promise<{ usable?: Terraform; tooOld?: string }> {
  const chosen = chosenCommand(machine);
  const commands = chosen === undefined ? ['terraform', 'tofu'] : [chosen];
  const versions = await Promise.all(commands.map((command) => versionOf(machine, command)));
  let tooOld: string | undefined;
  for (const [index, command] of commands.entries()) {
    const said = versions[index];
    if (said === undefined) continue;
    const found = `${said.engine} ${said.version}`;
    if (isAtLeast(said.version, minimum)) return { usable: { engine: said.engine, command, found } };
    tooOld ??= found;
  }
  const folder = mayBeBuilt(chosen) ? await builtProgram(machine, openTofu) : undefined;
  if (folder !== undefined) {
    const command = join(folder, openTofu.command);
    return { usable: { engine: 'OpenTofu', command, found: `OpenTofu ${openTofu.version}, built before` } };
  }
  return tooOld === undefined ? {} : { tooOld };
}

/** cdktf's own variable: who sets it has chosen. */
function chosenCommand(machine: Machine): string | undefined {
  const chosen = machine.env['TERRAFORM_BINARY_NAME'];
  return chosen === '' ? undefined : chosen;
}

/** OpenTofu is no stand-in for whoever chose something else. */
function mayBeBuilt(chosen: string | undefined): boolean {
  return chosen === undefined || basename(chosen) === openTofu.command;
}

async function versionOf(
  machine: Machine,
  command: string,
): Promise<{ engine: EngineName; version: string } | undefined> {
  // Without this it asks its publisher whether a newer one is out, and waits for the answer.
  const env = { CHECKPOINT_DISABLE: '1' };
  const limit = { env, timeoutMs: longestStartMs };
  const { stdout, exitCode } = await runOn(machine, command, ['version'], limit);
  // To take the other engine in its place would have that one write into this one's state.
  if (exitCode === timedOutExitCode)
    throw new Problem({
      what: `${command} does not answer`,
      why: `it told no version within ${longestStartMs / 1000} seconds`,
      next: 'look at what else this machine does, then run the same command again',
    });
  // Warnings, of a configuration file that is missing for one, may come before it.
  const [, engine, version] = /^(Terraform|OpenTofu) v(\S+)/m.exec(stdout) ?? [];
  return version === undefined ? undefined : { engine: engine as EngineName, version };
}
