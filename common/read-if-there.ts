import { readFileSync, statSync } from 'node:fs';

/** A file's text, or undefined where there is no such file. */
export function readIfThere(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(path, 'utf8');
}
