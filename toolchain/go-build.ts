import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../common/problem';
import { run } from '../common/run';
import { keyOf } from './cache';
import { inspectGo } from './go';
import type { Machine } from './machine';
import type { Report } from './types';

/** Programs that are built together from one folder of `toolchain/modules`. */
export interface GoPrograms {
  /** Shown while they are built: `Vault`. */
  readonly title: string;
  /** The folder's name. */
  readonly module: string;
  readonly packages: readonly string[];
  /** Go's build tags. @default none */
  readonly tags?: string;
  /** What the linker sets in them. @default nothing */
  readonly linkerFlags?: string;
}

const flagsOf = (programs: GoPrograms): readonly string[] => [
  '-mod=readonly',
  '-trimpath',
  '-buildvcs=false',
  `-tags=${programs.tags ?? ''}`,
  // The linker drops the debug information (-s -w), so the compiler need not make it.
  '-gcflags=all=-dwarf=false',
  ['-ldflags=-s -w', programs.linkerFlags ?? ''].join(' ').trimEnd(),
];

/** A short key of what programs are made of: their module's files, the flags, the platform. */
export async function programsKey(machine: Machine, programs: GoPrograms): Promise<string> {
  const folder = moduleFolder(programs.module);
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const contents = await Promise.all(files.sort().map((file) => readFile(file, 'utf8')));
  return keyOf(machine.platform, ...flagsOf(programs), ...contents);
}

/**
 * Builds programs into a folder; what Go's own caches hold is not compiled again.
 *
 * @throws Problem with the last lines of the Go command
 */
export async function buildPrograms(
  machine: Machine,
  programs: GoPrograms,
  folder: string,
  report: Report,
): Promise<void> {
  const { usable, found, remedy } = await inspectGo(machine);
  if (!usable)
    throw new Problem({ what: `${programs.title} cannot be built`, why: found, next: remedy ?? '' });
  const total = await downloadAndCount(machine, programs, report);
  let done = 0;
  const args = ['build', '-v', ...flagsOf(programs), '-o', `${folder}/`, ...programs.packages];
  await go(machine, programs, args, (line) => {
    // Everything else that Go says has a space or a colon in it.
    if (/^[^\s:]+$/.test(line)) report(`${programs.title}: ${++done} of ${total} packages`);
  });
}

/** How many packages Go's cache lacks; to list them, Go downloads what it needs of their modules. */
async function downloadAndCount(machine: Machine, programs: GoPrograms, report: Report): Promise<number> {
  let downloaded = 0;
  report(`${programs.title}: listing its packages`);
  const args = ['list', ...flagsOf(programs), '-deps', '-f', '{{if .Stale}}{{.ImportPath}}{{end}}'];
  const listed = await go(machine, programs, [...args, ...programs.packages], (line) => {
    if (line.startsWith('go: downloading ')) report(`${programs.title}: ${++downloaded} modules downloaded`);
  });
  return listed.trim().split('\n').length;
}

async function go(
  machine: Machine,
  programs: GoPrograms,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<string> {
  const env = { ...machine.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
  const cwd = moduleFolder(programs.module);
  const result = await run('go', args, { env, cwd, onLine });
  if (result.exitCode === 0) return result.stdout;
  const why = result.stderr
    .split('\n')
    .filter((line) => /[\s:]/.test(line) && !line.startsWith('go: downloading '));
  throw new Problem({ what: `${programs.title} cannot be built`, where: cwd, why: why.slice(-5).join('\n') });
}

function moduleFolder(module: string): string {
  return join(__dirname, 'modules', module);
}
