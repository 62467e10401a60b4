import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { Place } from '../search/find-secrets';
import type { Seen } from './processes';
import { argumentPlaces, environmentPlaces } from './program';

/** A process is another program soon after it was forked; later, it is looked at now and then. */
const looks = 12;
const everyMs = 3;
const nowAndThen = 30;

const before = new Set(processIds());
const looksAt = new Map<string, number>();
const places = { arguments: new Map<string, Place>(), environment: new Map<string, Place>() };
const ownNamespace = read(() => readlinkSync('/proc/self/ns/pid'));
let count = 0;
let round = 0;
let longestGapMs = 0;
let last = performance.now();

function processIds(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function look(): void {
  longestGapMs = Math.max(longestGapMs, performance.now() - last);
  last = performance.now();
  round++;
  const now = processIds();
  for (const pid of now) {
    const seen = looksAt.get(pid) ?? 0;
    if (before.has(pid) || (seen >= looks && round % nowAndThen !== 0)) continue;
    if (!looksAt.has(pid)) count++;
    looksAt.set(pid, note(pid) ? seen + 1 : seen);
  }
  const alive = new Set(now);
  for (const pid of looksAt.keys()) if (!alive.has(pid)) looksAt.delete(pid);
  for (const pid of before) if (!alive.has(pid)) before.delete(pid);
}

/** @returns whether it is a program: one that was just forked has its parent's environment, or none of its own yet */
function note(pid: string): boolean {
  const commandLine = () => read(() => readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
  const line = commandLine();
  const environment = split(read(() => readFileSync(`/proc/${pid}/environ`, 'latin1')));
  const inContainer = read(() => readlinkSync(`/proc/${pid}/ns/pid`)) !== ownNamespace;
  if (line === '' || line !== commandLine()) return false;

  const program = { args: split(line), environment };
  const where = inContainer ? ' in a container' : '';
  for (const place of argumentPlaces(program, where)) add(places.arguments, place);
  for (const place of environmentPlaces(program, where)) add(places.environment, place);
  return true;
}

function add(to: Map<string, Place>, place: Place): void {
  const key = `${place.name}\0${place.text}`;
  if (!to.has(key)) to.set(key, place);
}

/** A process that ended, or is another user's, has nothing to be read. */
function read(from: () => string): string {
  try {
    return from();
  } catch {
    return '';
  }
}

function split(text: string): string[] {
  return text.split('\0').filter((part) => part !== '');
}

setInterval(look, everyMs);
parentPort?.on('message', () => {
  parentPort?.postMessage({
    arguments: [...places.arguments.values()],
    environment: [...places.environment.values()],
    count,
    longestGapMs,
  } satisfies Seen);
});
