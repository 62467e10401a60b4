import { existsSync, readFileSync, statSync } from 'node:fs';
import { inProject } from '../common/project';

/** A policy or SQL file of the project, with the line ends of every platform made one. */
export function readProjectFile(path: string): string {
  return readFileSync(inProject(path), 'utf8').replaceAll('\r\n', '\n');
}

export function isProjectFile(path: string): boolean {
  const file = inProject(path);
  return existsSync(file) && statSync(file).isFile();
}
