import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Problem, exitCodes } from './problem';
import { makeSecretFolder, syncFolder } from './secret-file';

/**
 * Makes a folder that only its owner may enter, whole or not at all: under another name, on the disk, then renamed.
 * What a killed run left under that other name is removed.
 *
 * @param fill puts the files in, and no folders
 * @returns what that returns
 * @throws Problem (exit code 3) where the folder holds something already
 */
export async function makeWholeFolder<T>(path: string, fill: (unfinished: string) => Promise<T>): Promise<T> {
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new Problem({
      what: 'There is something in this folder already',
      where: path,
      next: 'name another one',
      exitCode: exitCodes.refused,
    });
  }
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`);
  try {
    rmSync(unfinished, { recursive: true, force: true });
    // The folder above may be anybody's: its rights stay as they are.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    makeSecretFolder(unfinished);
    const filled = await fill(unfinished);
    for (const file of readdirSync(unfinished)) syncFile(join(unfinished, file));
    syncFolder(unfinished);
    renameSync(unfinished, path);
    syncFolder(dirname(path));
    return filled;
  } catch (error) {
    remove(unfinished);
    throw error instanceof Problem ? error : cannotBeMade(path, error);
  }
}

/** As well as it can be: what is told is why the folder could not be made. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The next run tries again.
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function cannotBeMade(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new Problem({
    what: 'Could not make a folder',
    where: path,
    why: code,
    next: 'free space, correct the rights of the folder above it, or name another one',
  });
}
