import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../common/problem';
import { ensureEntry, verifiedEntry, type EntryName } from './cache';
import { buildPrograms, programsKey, type GoPrograms } from './go-build';
import { runOn, type Machine } from './machine';
import type { Report } from './types';

/** A program that is built and kept by itself, and says which version it is. */
export interface Program extends GoPrograms {
  readonly name: string;
  readonly version: string;
  /** The program that is asked for its version, among those that are built. */
  readonly command: string;
}

export const vaultPlugin = 'postgresql-database-plugin';

const vaultOf = {
  title: 'Vault',
  version: '1.21.1',
  command: 'vault',
  module: 'vault-and-providers',
};

/** Vault without the parts this project does not use: half the time and the size. Its plugin stands beside it. */
export const vault: Program = {
  ...vaultOf,
  name: 'vault',
  tags: 'minimal',
  packages: [
    'github.com/hashicorp/vault',
    `github.com/hashicorp/vault/plugins/database/postgresql/${vaultPlugin}`,
  ],
};

/** All of Vault: the one that can keep its data in files. */
export const fullVault: Program = {
  ...vaultOf,
  name: 'vault-full',
  packages: ['github.com/hashicorp/vault'],
};

export const openTofu: Program = {
  name: 'opentofu',
  title: 'OpenTofu',
  version: '1.12.6',
  command: 'tofu',
  module: 'opentofu',
  packages: ['github.com/opentofu/opentofu/cmd/tofu'],
  // Without this it calls itself a development build of that version.
  linkerFlags: '-X github.com/opentofu/opentofu/version.dev=no',
};

/** The cache entry of a program, whether it is there or not. */
export async function programEntry(machine: Machine, program: Program): Promise<EntryName> {
  return { name: program.name, version: program.version, key: await programsKey(machine, program) };
}

/** The folder of a program that was built before and is as it was then. */
export async function builtProgram(machine: Machine, program: Program): Promise<string | undefined> {
  return verifiedEntry(machine, await programEntry(machine, program));
}

/**
 * Builds a program where it is not there already, and asks it for its version before it is kept.
 *
 * @returns the folder it is in
 * @throws Problem
 */
export async function ensureProgram(machine: Machine, program: Program, report: Report): Promise<string> {
  const entry = await programEntry(machine, program);
  return ensureEntry(machine, entry, report, async (folder) => {
    await buildPrograms(machine, program, folder, report);
    await chmod(join(folder, program.command), 0o755);
    const { stdout } = await runOn(machine, join(folder, program.command), ['version']);
    if (stdout.includes(`v${program.version}`)) return;
    const why = `it says ${stdout.split('\n')[0] || 'nothing'}, not ${program.version}`;
    throw new Problem({ what: `${program.title} was built, and does not work`, where: folder, why });
  });
}
