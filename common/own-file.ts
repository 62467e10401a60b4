import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Problem } from './problem';

const onlyOwner = 0o600;

/**
 * Asks beforehand what `writeOwnFile` would find out.
 *
 * @throws Problem where the file's folder is not there, or takes no file
 */
export function proveOwnFileWritable(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Writes a file that only its owner may read into a folder of the user's, whose rights stay as they are. */
export function writeOwnFile(path: string, text: string): void {
  try {
    writeFileAtomic.sync(path, text, { mode: onlyOwner });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): Problem {
  return new Problem({
    what: 'Could not write a file',
    where: path,
    why: (error as NodeJS.ErrnoException).code ?? 'unknown reason',
    next: 'make its folder, or correct the rights of that; then run again',
  });
}
