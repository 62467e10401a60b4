import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../common/problem';
import { engineArgs, runDocker, type Engine } from './docker';

/**
 * Brings an image of this machine to another machine's engine, where that one lacks it: one that was built here is to be
 * had nowhere else.
 *
 * @returns whether it did
 */
export async function copyImage(name: string, engine: Engine): Promise<boolean> {
  if (await hasImage(name, engine)) return false;
  // It may be had from its registry there.
  if (!(await hasImage(name, undefined))) return false;
  const save = spawn('docker', ['save', name], { stdio: ['ignore', 'pipe', 'ignore'] });
  const load = spawn('docker', [...engineArgs(engine), 'load'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ends = Promise.all([ended(save), ended(load)]);
  await pipeline(save.stdout, load.stdin).catch(() => undefined);
  const isDone = (await ends).every((code) => code === 0) && (await hasImage(name, engine));
  if (isDone) return true;
  throw new Problem({
    what: `The image ${name} could not be brought to another machine`,
    where: engine?.host ?? '',
    next: `docker save ${name} | docker --host ${engine?.host ?? ''} load says why; then run the same command again`,
  });
}

async function hasImage(name: string, engine: Engine): Promise<boolean> {
  return (await runDocker(['image', 'inspect', '--format', '{{.Id}}', name], engine)).exitCode === 0;
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}
