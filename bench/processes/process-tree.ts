import { readdirSync, readFileSync } from 'node:fs';

/** A process as Linux tells of it at one moment. */
export interface ProcessState {
  readonly pid: number;
  readonly parent: number;
  /** The program's name, as Linux cuts it: 15 characters. */
  readonly program: string;
  readonly processorSeconds: number;
  readonly megabytes: number;
}

/** Linux counts a process' time in hundredths of a second for whoever asks, whatever it does itself. */
const ticksPerSecond = 100;
const pageBytes = 4096;
const bytesPerMegabyte = 1024 * 1024;

/** Reads a line of `/proc/<pid>/stat`; undefined where it is none. The program's name may have any letters in it. */
export function parseStat(stat: string): ProcessState | undefined {
  const match = /^(\d+) \((.*)\) (.*)$/s.exec(stat.trimEnd());
  if (match === null) return undefined;
  const [, pid, program = '', rest = ''] = match;
  const fields = rest.split(' ').map(Number);
  const [parent, user, system, pages] = [fields[1], fields[11], fields[12], fields[21]];
  if (parent === undefined || user === undefined || system === undefined || pages === undefined)
    return undefined;
  return {
    pid: Number(pid),
    parent,
    program,
    processorSeconds: (user + system) / ticksPerSecond,
    megabytes: (pages * pageBytes) / bytesPerMegabyte,
  };
}

/** A process and all that it started, as far as they still run. */
export function treeOf(root: number, all: readonly ProcessState[]): ProcessState[] {
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** What runs under a process now, itself included; nothing where there is no /proc to ask. */
export function readTree(root: number): ProcessState[] {
  return treeOf(root, youngerThan(root));
}

/** Numbers go up, so whatever a process started has a greater one than itself: so few are read. */
function youngerThan(root: number): ProcessState[] {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  return names.flatMap((name) => (Number(name) >= root ? (readStat(name) ?? []) : []));
}

function readStat(pid: string): ProcessState | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // It has ended since.
    return undefined;
  }
}
