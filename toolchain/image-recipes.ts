import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyOf, sha256Of } from './cache';
import type { Machine } from './machine';
import { ensureProgram, fullVault, programEntry, vault, vaultPlugin, type Program } from './programs';
import type { Part, Report } from './types';

/** How an image is made of Debian's packages, in place of an official one. */
export interface ImageRecipe {
  readonly part: Part;
  readonly title: string;
  /** The folder in `toolchain/images`, and the image's own name. */
  readonly name: 'vault' | 'postgres';
  readonly version: string;
  /** The official images whose contract it keeps. */
  readonly standsInFor: readonly string[];
  readonly packages: readonly string[];
  /** Files of the packages that are left out, as dpkg's path-exclude takes them. */
  readonly without: readonly string[];
  /** What the image's configuration says, as `docker import --change` takes it. */
  readonly changes: readonly string[];
  /** What is built from its Go module and goes into it. @default nothing */
  readonly program?: Program;
}

const documentation = ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*'];

const vaultImage = {
  part: 'vault image',
  title: `Vault ${vault.version}`,
  name: 'vault',
  version: vault.version,
  standsInFor: [`hashicorp/vault:${vault.version}`],
  packages: ['ca-certificates'],
  without: documentation,
} as const;

const vaultChanges = [
  'ENTRYPOINT ["vault-entrypoint"]',
  'CMD ["server"]',
  'EXPOSE 8200',
  'VOLUME ["/vault/file", "/vault/logs"]',
];

export const vaultRecipe: ImageRecipe = {
  ...vaultImage,
  changes: [...vaultChanges, `LABEL dbvault.plugin.postgresql.command=${vaultPlugin}`],
  program: vault,
};

export const fullVaultRecipe: ImageRecipe = { ...vaultImage, changes: vaultChanges, program: fullVault };

export const postgresRecipe: ImageRecipe = {
  part: 'postgres image',
  title: 'PostgreSQL 15',
  name: 'postgres',
  version: '15',
  // Also for 14, the reference flow's: nothing here needs what 15 changed, and Debian has no 14.
  standsInFor: ['postgres:15', 'postgres:15-bookworm', 'postgres:14', 'postgres:14-bookworm'],
  packages: ['postgresql-15'],
  // The compiler for queries is four fifths of the packages' size, and PostgreSQL does without it.
  without: [
    ...documentation,
    '/usr/lib/*/libLLVM*',
    '/usr/lib/postgresql/*/lib/llvmjit*',
    '/usr/lib/postgresql/*/lib/bitcode/*',
  ],
  changes: [
    'ENTRYPOINT ["postgres-entrypoint"]',
    'CMD ["postgres"]',
    'EXPOSE 5432',
    'VOLUME ["/var/lib/postgresql/data"]',
    'ENV PGDATA=/var/lib/postgresql/data',
    'ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ],
};

/** Where a recipe's scripts are. */
export function recipeFolder(recipe: ImageRecipe): string {
  return join(__dirname, 'images', recipe.name);
}

/** The name that the image made here has: another name for anything else that goes into it. */
export async function builtImageName(machine: Machine, recipe: ImageRecipe): Promise<string> {
  const folder = recipeFolder(recipe);
  const scripts = (await readdir(folder)).sort().map((file) => readFile(join(folder, file), 'utf8'));
  const programs = recipe.program === undefined ? '' : (await programEntry(machine, recipe.program)).key;
  const key = keyOf(machine.platform, JSON.stringify(recipe), programs, ...(await Promise.all(scripts)));
  return `dbvault/${recipe.name}:${recipe.version}-${key}`;
}

/** What is built before the image: the folder the scripts get as PROGRAMS, and what it adds to the configuration. */
export async function programsFor(
  machine: Machine,
  recipe: ImageRecipe,
  report: Report,
): Promise<{ folder: string; changes: readonly string[] }> {
  if (recipe.program === undefined) return { folder: '', changes: [] };
  const folder = await ensureProgram(machine, recipe.program, report);
  if (recipe.program !== vault) return { folder, changes: [] };
  // Vault starts a plugin only if its checksum was registered: the image says it, so that nobody has to look.
  const sum = await sha256Of(join(folder, vaultPlugin));
  return { folder, changes: [`LABEL dbvault.plugin.postgresql.sha256=${sum}`] };
}
