import { basename } from 'node:path';
import type { Place } from '../search/find-secrets';

/** A program as it was started. */
export interface Program {
  /** With its own name as the first. */
  readonly args: readonly string[];
  /** Each as `NAME=value`. */
  readonly environment: readonly string[];
}

/** A person's own shell that was given secrets hands them to all that it starts. */
const shellMark = 'USER_SHELL=yes';

export function argumentPlaces(program: Program, where = ''): Place[] {
  const title = `${titleOf(program.args)}${where}`;
  return program.args.map((text, index) => ({ name: `argument ${index} of ${title}`, text }));
}

export function environmentPlaces({ args, environment }: Program, where = ''): Place[] {
  const title = environment.includes(shellMark) ? "a user's shell" : `${titleOf(args)}${where}`;
  return environment.map((text) => ({
    name: `the environment of ${title}: ${text.slice(0, text.indexOf('='))}`,
    text,
  }));
}

/** The script, where the program is Node. */
function titleOf([program = '', ...rest]: readonly string[]): string {
  const script = rest.find((arg) => /\.[cm]?[jt]s$/.test(arg) && !arg.includes('sucrase'));
  return basename(program) === 'node' && script !== undefined ? basename(script) : basename(program);
}
