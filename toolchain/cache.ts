import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { Problem } from '../common/problem';
import type { Machine } from './machine';
import type { Report } from './types';

/** Names what is kept in the cache: a version, and a key made of all that went into it. */
export interface EntryName {
  readonly name: string;
  readonly version: string;
  readonly key: string;
}

const manifestFile = 'manifest.json';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  key: z.string(),
  /** SHA-256 by path, relative to the entry. */
  files: z.record(z.string(), z.string()),
});

/** A short key of everything that goes into an artefact: other inputs, another key. */
export function keyOf(...inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:`).update(input);
  return hash.digest('hex').slice(0, 12);
}

/** The folder of an entry, whether it is there or not. */
export function entryFolder(machine: Machine, entry: EntryName): string {
  return join(machine.cacheFolder, `${entry.name}-${entry.version}-${entry.key}`);
}

/** The folder of an entry that is whole: each file of its manifest is there and has its checksum. */
export async function verifiedEntry(machine: Machine, entry: EntryName): Promise<string | undefined> {
  const folder = entryFolder(machine, entry);
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestFile), 'utf8')));
    if (manifest.name !== entry.name || manifest.version !== entry.version || manifest.key !== entry.key)
      return undefined;
    const sums = await checksums(folder, Object.keys(manifest.files));
    return Object.entries(manifest.files).every(([file, sum]) => sums[file] === sum) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes an entry in a folder beside its place and moves it there whole, so that a killed run leaves nothing that
 * is taken for it. One run makes it at a time; whoever waited uses what the other made.
 *
 * @param make fills the folder it is given; its files are the entry
 * @throws Problem, and whatever `make` throws
 */
export async function ensureEntry(
  machine: Machine,
  entry: EntryName,
  report: Report,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = entryFolder(machine, entry);
  return withLock(machine, `${entry.name}-${entry.version}-${entry.key}`, report, async (scratch) => {
    const there = await verifiedEntry(machine, entry);
    if (there !== undefined) return there;
    await make(scratch);
    const files = await checksums(scratch, await filesIn(scratch));
    await writeFile(join(scratch, manifestFile), JSON.stringify({ ...entry, files }, null, 2));
    await rm(folder, { recursive: true, force: true });
    await rename(scratch, folder);
    return folder;
  });
}

/**
 * Does something that two runs must not do at the same time, with an empty scratch folder that is gone afterwards.
 *
 * @throws Problem when the cache folder cannot be written, and whatever `action` throws
 */
export async function withLock<T>(
  machine: Machine,
  name: string,
  report: Report,
  action: (scratch: string) => Promise<T>,
): Promise<T> {
  const scratch = join(machine.cacheFolder, `.making-${name}`);
  await mkdir(machine.cacheFolder, { recursive: true }).catch((error: unknown) => {
    throw new Problem({
      what: 'The cache folder cannot be written',
      where: machine.cacheFolder,
      why: String(error),
      next: 'Set XDG_CACHE_HOME to a folder that can be written',
    });
  });
  const release = await locked(join(machine.cacheFolder, name), report);
  try {
    // What is there was left by a run that was killed: the lock says that nobody works on it.
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch);
    return await action(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await release();
  }
}

async function locked(path: string, report: Report): Promise<() => Promise<void>> {
  const options = { realpath: false, stale: 20_000, update: 5_000 };
  try {
    return await lock(path, options);
  } catch {
    report('another run is making this: waiting for it');
    return lock(path, { ...options, retries: { forever: true, factor: 1, minTimeout: 500 } });
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1));
}

/** Hard links of one file are read once. */
async function checksums(folder: string, files: readonly string[]): Promise<Record<string, string>> {
  const byInode = new Map<number, Promise<string>>();
  const sums = files.map(async (file) => {
    const { ino } = await stat(join(folder, file));
    const sum = byInode.get(ino) ?? sha256Of(join(folder, file));
    byInode.set(ino, sum);
    return [file, await sum] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
}

/** The SHA-256 of a file, in hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
