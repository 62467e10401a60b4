import { chmod, link, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureEntry, entryFolder, keyOf, verifiedEntry, type EntryName } from './cache';
import { buildPrograms, programsKey, type GoPrograms } from './go-build';
import type { Machine } from './machine';
import type { Report } from './types';

/** Terraform and OpenTofu look for one provider under two names. */
const hosts = ['registry.terraform.io', 'registry.opentofu.org'];

const providers = [
  { source: 'hashicorp/vault', version: '5.9.0', program: 'terraform-provider-vault' },
  { source: 'kreuzwerker/docker', version: '4.6.0', program: 'terraform-provider-docker' },
];

const programs: GoPrograms = {
  title: 'providers',
  module: 'vault-and-providers',
  packages: [
    'github.com/terraform-providers/terraform-provider-docker',
    'github.com/hashicorp/terraform-provider-vault',
  ],
};

const configFile = 'terraform.rc';

/** The mirror's CLI configuration file, when all of the mirror is as it was built. */
export async function builtMirror(machine: Machine): Promise<string | undefined> {
  const folder = await verifiedEntry(machine, await mirrorEntry(machine));
  return folder === undefined ? undefined : join(folder, configFile);
}

/**
 * Builds the providers into a mirror that Terraform and OpenTofu install from, where it is not there already.
 *
 * @throws Problem
 */
export async function ensureMirror(machine: Machine, report: Report): Promise<void> {
  const entry = await mirrorEntry(machine);
  await ensureEntry(machine, entry, report, async (folder) => {
    await buildPrograms(machine, programs, folder, report);
    for (const provider of providers) await place(machine, folder, provider);
    await writeFile(join(folder, configFile), cliConfiguration(entryFolder(machine, entry)));
  });
}

/** The CLI configuration: these providers come from the mirror, every other one from its registry. */
export function cliConfiguration(mirror: string): string {
  const addresses = hosts.flatMap((host) => providers.map((provider) => `${host}/${provider.source}`));
  const list = JSON.stringify(addresses);
  return [
    'provider_installation {',
    `  filesystem_mirror {\n    path    = ${JSON.stringify(mirror)}\n    include = ${list}\n  }`,
    `  direct {\n    exclude = ${list}\n  }`,
    '}\n',
  ].join('\n');
}

async function mirrorEntry(machine: Machine): Promise<EntryName> {
  // The layout is an input like the sources: the configuration file is part of the entry.
  const key = keyOf(await programsKey(machine, programs), cliConfiguration(''), JSON.stringify(providers));
  return { name: 'providers', version: providers.map((provider) => provider.version).join('-'), key };
}

/** One file under both hosts' names. */
async function place(machine: Machine, mirror: string, provider: (typeof providers)[number]): Promise<void> {
  const folders = hosts.map((host) =>
    join(mirror, host, provider.source, provider.version, machine.platform),
  );
  const file = `${provider.program}_v${provider.version}`;
  const [first = '', ...others] = folders;
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await chmod(join(mirror, provider.program), 0o755);
  await rename(join(mirror, provider.program), join(first, file));
  for (const other of others) await link(join(first, file), join(other, file));
}
