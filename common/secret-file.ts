import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Problem } from './problem';
import { readIfThere } from './read-if-there';

const onlyOwnerFile = 0o600;
const onlyOwnerFolder = 0o700;

/**
 * Writes a file that only its owner may read, in a folder that only its owner may enter: whole or not at all, and on
 * the disk when this returns.
 */
export function writeSecretFile(path: string, text: string): void {
  makeSecretFolder(dirname(path));
  try {
    writeFileAtomic.sync(path, text, { mode: onlyOwnerFile });
    syncFolder(dirname(path));
  } catch (error) {
    throw new Problem({
      what: 'Could not write a file',
      where: path,
      why: reason(error),
      next: 'free space, or correct the rights of its folder, then run again',
    });
  }
}

/** The file's text without the line end, or undefined where there is no such file. */
export function readSecretFile(path: string): string | undefined {
  return readIfThere(path)?.replace(/[\r\n]+$/, '');
}

/** Puts a file in the place of another, on the disk when this returns. */
export function renameSecretFile(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

export function removeSecretFile(path: string): void {
  rmSync(path, { force: true });
}

export function makeSecretFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: onlyOwnerFolder });
    chmodSync(path, onlyOwnerFolder);
  } catch (error) {
    throw new Problem({
      what: 'Could not make a folder',
      where: path,
      why: reason(error),
      next: 'correct the rights of the folder above it, then run again',
    });
  }
}

/** Only then does the file's name outlive a power cut. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
}
