import { randomUUID } from 'node:crypto';
import { docker, runDocker, type Engine } from './docker';

/** Beside Vault's storage, on its volume: it goes with the volume, and nothing else does. */
const markFile = '/vault/file/dbvault-mark';

/**
 * Marks Vault's volume, so that it is told from another one of the same name: what Docker says of its age changes
 * with what is in it.
 *
 * @param container Vault's, which runs
 */
export async function markVolume(container: string, engine?: Engine): Promise<string> {
  const mark = randomUUID();
  const write = ['sh', '-c', 'printf %s "$1" > "$2"', 'sh', mark, markFile];
  await docker(['exec', container, ...write], engine);
  return mark;
}

/** Undefined where the volume has no mark. */
export async function readVolumeMark(container: string, engine?: Engine): Promise<string | undefined> {
  const { exitCode, stdout } = await runDocker(['exec', container, 'cat', markFile], engine);
  return exitCode === 0 ? stdout.trim() : undefined;
}
