import { resolve } from 'node:path';

/** The checkout: what paths in deployments, synthesized stacks and `.dbvault` are relative to. */
export const projectFolder = resolve(__dirname, '..');

export function inProject(path: string): string {
  return resolve(projectFolder, path);
}
