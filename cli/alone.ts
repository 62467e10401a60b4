import { rmSync, statSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { inProject } from '../common/project';
import { Problem, exitCodes } from '../common/problem';
import { readIfThere } from '../common/read-if-there';
import { makeSecretFolder, writeSecretFile } from '../common/secret-file';
import { locksFolder } from '../constructs/names';
import { fail } from './output';
import type { Session } from './session';

const holderSchema = z.object({ pid: z.number(), host: z.string(), command: z.string(), since: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** A lock that nobody renewed for so long belongs to a run that is gone. The least that proper-lockfile takes. */
const staleAfterMs = 5000;
const renewEveryMs = 1000;
const graceMs = 1000;
const pauseMs = 250;

/**
 * Runs alone on a deployment. A second run at the same time is refused and told who runs; a run that was killed
 * stops counting seconds later, and is waited out.
 *
 * @throws Problem (exit code 3) where another run lives
 */
export async function alone<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { name } = session.deployment;
  const lockFile = inProject(`${locksFolder}/${name}`);
  const holderFile = `${lockFile}.json`;
  makeSecretFolder(dirname(lockFile));
  const release = await acquire(name, lockFile, holderFile);
  try {
    writeSecretFile(holderFile, JSON.stringify(thisRun()));
    return await endingIdentities(session, work);
  } finally {
    rmSync(holderFile, { force: true });
    await release();
  }
}

/** Also where the work failed: then its own error is the one to be told. */
export async function endingIdentities<T>({ identities }: Session, work: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await identities.end().catch(() => undefined);
    throw error;
  }
  await identities.end();
  return result;
}

async function acquire(name: string, lockFile: string, holderFile: string): Promise<() => Promise<void>> {
  const deadline = Date.now() + staleAfterMs + graceMs;
  for (let hasSaid = false; ; hasSaid = true) {
    try {
      return await lock(lockFile, {
        stale: staleAfterMs,
        update: renewEveryMs,
        lockfilePath: lockFile,
        // There is no file to be locked beside the lock itself.
        realpath: false,
        onCompromised: endAtOnce,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    }
    const holder = readHolder(holderFile);
    if (holder === undefined || !isGone(holder) || Date.now() > deadline) throw isHeld(name, holder);
    if (!hasSaid) {
      console.error(`${inWords(holder)} was killed; its lock ends within ${staleAfterMs / 1000} s`);
      countFromNow(lockFile);
    }
    await sleep(pauseMs);
  }
}

/** A lock from the future, renewed before the clock was set back, would count until the clock is there again. */
function countFromNow(lockFile: string): void {
  const now = new Date();
  const renewed = statSync(lockFile, { throwIfNoEntry: false })?.mtime;
  if (renewed !== undefined && renewed > now) utimesSync(lockFile, now, now);
}

/** Another run may work by now: this one was suspended, or its lock was deleted. */
function endAtOnce(): never {
  const next = 'run the same command again: it goes on where this one stopped';
  fail(new Problem({ what: 'This run lost its lock', why: 'it was suspended for seconds', next }));
  process.exit();
}

function thisRun(): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    command: `dbvault ${process.argv[2] ?? ''}`.trim(),
    since: new Date().toISOString(),
  };
}

function readHolder(file: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readIfThere(file) ?? ''));
  } catch {
    return undefined;
  }
}

/** Only a process of this machine can be told to be gone. */
function isGone({ host, pid }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function isHeld(name: string, holder: Holder | undefined): Problem {
  return new Problem({
    what: `Another run works on the deployment '${name}'`,
    why:
      holder === undefined ? 'it has just begun' : `${inWords(holder)} holds its lock since ${holder.since}`,
    next: 'wait for it to end, then run the same command again',
    exitCode: exitCodes.refused,
  });
}

function inWords({ command, pid, host }: Holder): string {
  return `'${command}' (process ${pid} on ${host})`;
}
