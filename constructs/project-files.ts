import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { inProject } from '../common/project';
import { projectFromStackFolder } from './names';

/**
 * A policy or SQL file of the project, with the line ends of every platform made one, and without the mark that some
 * editors begin a file with.
 *
 * @throws TypeError where it is not in UTF-8
 */
export function readProjectFile(path: string): string {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  return utf8.decode(readFileSync(inProject(path))).replaceAll('\r\n', '\n');
}

export function isProjectFile(path: string): boolean {
  const file = inProject(path);
  return existsSync(file) && statSync(file).isFile();
}

/** A text without the white space around it. To Vault, unlike JavaScript, U+0085 is white space too. */
export function asVaultTrims(text: string): string {
  return text.replace(/^[\s\u0085]+|[\s\u0085]+$/gu, '');
}

/** A path that Terraform reads in a stack's folder: an absolute one as it is, another from the project on. */
export function fromStackFolder(path: string): string {
  return isAbsolute(path) ? path : `${projectFromStackFolder}/${path}`;
}
