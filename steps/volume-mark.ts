import { randomUUID } from 'node:crypto';
import { run } from '../common/run';
import { docker } from './docker';

/** Beside Vault's storage, on its volume: it goes with the volume, and nothing else does. */
const markFile = '/vault/file/dbvault-mark';

/**
 * Marks Vault's volume, so that it is told from another one of the same name: what Docker says of its age changes
 * with what is in it.
 *
 * @param container Vault's, which runs
 */
export async function markVolume(container: string): Promise<string> {
  const mark = randomUUID();
  await docker(['exec', container, 'sh', '-c', 'printf %s "$1" > "$2"', 'sh', mark, markFile]);
  return mark;
}

/** Undefined where the volume has no mark. */
export async function readVolumeMark(container: string): Promise<string | undefined> {
  const { exitCode, stdout } = await run('docker', ['exec', container, 'cat', markFile]);
  return exitCode === 0 ? stdout.trim() : undefined;
}
