import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Problem, exitCodes } from '../common/problem';
import { mustRun } from '../common/run';

/** What the stacks are synthesized with, as package.json has it: cdktf, or its fork CDK Terrain under cdktf's name. */
export const libraries = {
  cdktf: { cdktf: '0.21.0', constructs: '10.4.2' },
  cdktn: { cdktf: 'npm:cdktn@0.24.0', constructs: '10.7.2' },
} as const;
export type Library = keyof typeof libraries;

interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
}

/** With it, npm gives the fork to whatever asks for cdktf: bindings and the command line. */
const override = { cdktf: '$cdktf' };

const manifest = 'package.json';
const lockFile = 'package-lock.json';
// The lock file holds no registry's addresses, whatever this machine's npm is set to.
const npmOptions = [
  '--ignore-scripts',
  '--omit-lockfile-registry-resolved',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * Has npm put one library in the place of the other: in package.json, in the lock file and in node_modules. Where the
 * wanted one is the committed one, both files are put back as they were committed. A run that was cut off is run again.
 *
 * @param folder the project
 * @returns what was done, a line each
 * @throws Problem (exit code 3) where one of both files has changes of somebody's: nothing is changed then
 */
export async function useLibrary(folder: string, library: Library): Promise<string[]> {
  const committed = JSON.parse(await git(folder, 'show', `HEAD:./${manifest}`)) as PackageJson;
  const present = await readJson<PackageJson>(join(folder, manifest));
  const wanted = withLibrary(committed, library);
  await refuseForeignChanges(folder, committed, present);

  if (isDeepStrictEqual(present, wanted) && (await isInstalled(folder, library)))
    return [`${library} is in use already: nothing was done`];
  if (isDeepStrictEqual(committed, wanted)) {
    await putBack(folder);
    await npm(folder, 'install', ...npmOptions);
    return [`${manifest} and ${lockFile} are as they were committed`, installedLine(library)];
  }
  await declare(folder, library);
  try {
    await npm(folder, 'install', ...npmOptions);
  } catch (error) {
    await putBack(folder);
    throw error;
  }
  return [
    ...Object.entries(libraries[library]).map(([name, version]) => `${manifest}: ${name} is ${version}`),
    `${lockFile}: as npm resolved it`,
    installedLine(library),
  ];
}

/** What package.json becomes with a library; all else in it stays. */
export function withLibrary(given: PackageJson, library: Library): PackageJson {
  const { overrides, ...rest } = given;
  const others = Object.entries(overrides ?? {}).filter(([name]) => !(name in override));
  const wanted = { ...Object.fromEntries(others), ...(library === 'cdktn' ? override : {}) };
  return {
    ...rest,
    dependencies: { ...given.dependencies, ...libraries[library] },
    ...(Object.keys(wanted).length === 0 ? {} : { overrides: wanted }),
  };
}

async function refuseForeignChanges(
  folder: string,
  committed: PackageJson,
  present: PackageJson,
): Promise<void> {
  const isOwn = (['cdktf', 'cdktn'] as const).some((library) =>
    isDeepStrictEqual(present, withLibrary(committed, library)),
  );
  const changed = (await git(folder, 'diff', '--name-only', 'HEAD', '--', manifest, lockFile)).trim();
  // While package.json is as committed, no swap wrote the lock file.
  if (isOwn && (changed === '' || !isDeepStrictEqual(present, committed))) return;
  throw new Problem({
    what: 'Nothing was changed',
    where: changed.replace('\n', ', '),
    why: 'it has changes that are not committed, which npm would mix with its own',
    next: 'commit them, or git stash; then run the same command again',
    exitCode: exitCodes.refused,
  });
}

async function declare(folder: string, library: Library): Promise<void> {
  const versions = Object.entries(libraries[library]).map(
    ([name, version]) => `dependencies.${name}=${version}`,
  );
  const [name, value] = ['overrides.cdktf', override.cdktf];
  await npm(folder, 'pkg', 'set', ...versions, ...(library === 'cdktn' ? [`${name}=${value}`] : []));
  if (library === 'cdktf') await npm(folder, 'pkg', 'delete', name);
}

async function isInstalled(folder: string, library: Library): Promise<boolean> {
  const versionOf = (specifier: string) => specifier.replace(/^npm:.+@/, '');
  try {
    const lock = await readJson<{ packages: Record<string, PackageJson> }>(join(folder, lockFile));
    const locked = lock.packages['']?.dependencies ?? {};
    const found = Object.entries(libraries[library]).map(async ([name, specifier]) => {
      const { version } = await readJson<{ version: string }>(join(folder, 'node_modules', name, manifest));
      return locked[name] === specifier && version === versionOf(specifier);
    });
    return (await Promise.all(found)).every(Boolean);
  } catch {
    return false;
  }
}

function installedLine(library: Library): string {
  const { cdktf, constructs } = libraries[library];
  return `node_modules: cdktf is ${cdktf}, with constructs ${constructs}; npx cdktf is cdktf-cli as before`;
}

async function putBack(folder: string): Promise<void> {
  await git(folder, 'checkout', '--quiet', 'HEAD', '--', manifest, lockFile);
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

function git(folder: string, ...args: string[]): Promise<string> {
  return mustRun('git', args, 'What is committed cannot be read or put back', { cwd: folder });
}

function npm(folder: string, ...args: string[]): Promise<string> {
  return mustRun('npm', args, 'npm could not change the library', { cwd: folder });
}
