import { readdirSync, readFileSync, statSync, type Dirent, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './find-secrets';
import { entriesOf } from './open-archives';

export interface FilesOptions {
  /** Folders and files, by name, that are left out. @default none */
  readonly except?: (name: string, path: string) => boolean;
  /** Only those that were changed since then, in milliseconds since the epoch. @default all */
  readonly changedSinceMs?: number;
}

/** Programs, images and databases: none of them is written by a run. */
const largestBytes = 128 * 1024 * 1024;

/** Every file under a folder, and what each of them holds compressed. */
export function filesUnder(folder: string, options: FilesOptions = {}): Place[] {
  return pathsUnder(folder, options).flatMap((path) => [...partsOf(path, options.changedSinceMs)]);
}

/** The path of every file and folder under a folder. Others work in some of them: what vanishes is passed over. */
export function pathsUnder(folder: string, { except = () => false }: FilesOptions = {}): string[] {
  return (ifThere(() => readdirSync(folder, { withFileTypes: true })) ?? [])
    .map((entry: Dirent) => ({ entry, path: join(folder, entry.name) }))
    .filter(({ entry, path }) => !except(entry.name, path))
    .flatMap(({ entry, path }) => [path, ...(entry.isDirectory() ? pathsUnder(path, { except }) : [])]);
}

function partsOf(path: string, changedSinceMs = 0): Place[] {
  const stat: Stats | undefined = ifThere(() => statSync(path));
  // A file's change time cannot be set, as its modification time can.
  if (stat?.isFile() !== true || stat.ctimeMs < changedSinceMs || stat.size > largestBytes) return [];
  const content = ifThere(() => readFileSync(path));
  if (content === undefined) return [];
  return [
    { name: path, text: content.toString('latin1') },
    ...entriesOf(content).map((entry) => ({
      name: `${path}!${entry.name}`,
      text: entry.content.toString('latin1'),
    })),
  ];
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && ['ENOENT', 'ENOTDIR', 'ESTALE', 'EACCES', 'ENXIO'].includes(code))
      return undefined;
    throw error;
  }
}
