import { Problem } from '../common/problem';
import { auditFile, auditFolder } from '../constructs/names';
import { runDocker, type Engine } from './docker';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/** A request's two entries stand at the end, behind those of a few others that came meanwhile. */
const tailLines = 200;

type LogIn = () => Promise<VaultClient | undefined>;

export interface AuditState {
  /** Whether the file has an entry of a request that was made just now. */
  readonly fileWrites: boolean;
  readonly fileBytes: number;
  /** Left on the file's disk. */
  readonly freeBytes: number;
  /** Whether the container's log has that entry. */
  readonly logWrites: boolean;
}

/**
 * Makes a request, and looks for it in what each audit device wrote: a device that is blocked, was never enabled, or
 * writes elsewhere is found out before the other one fails too, when Vault would refuse everything.
 *
 * @param logIn gives a client that may ask for itself, where there is one
 * @returns undefined where Vault does not answer it for another reason, such as being sealed
 */
export async function auditState(
  logIn: LogIn,
  container: string,
  engine?: Engine,
): Promise<AuditState | undefined> {
  const id = await requestId(logIn);
  if (id === undefined) return undefined;
  const script = `tail -n ${tailLines} ${auditFile}; stat -c %s ${auditFile} || echo 0; df -P -k ${auditFolder}`;
  const [file, log] = await Promise.all([
    runDocker(['exec', container, 'sh', '-c', script], engine),
    runDocker(['logs', '--tail', String(tailLines), container], engine),
  ]);
  // The last three lines: the file's size, df's heading, and the disk with its free kilobytes in the fourth column.
  const [size, , disk = ''] = file.stdout.trim().split('\n').slice(-3);
  return {
    fileWrites: id !== refused && file.stdout.includes(id),
    fileBytes: Number(size),
    freeBytes: Number(disk.split(/\s+/)[3]) * 1024,
    logWrites: id !== refused && `${log.stdout}${log.stderr}`.includes(id),
  };
}

const refused = 'no device wrote it';

async function requestId(logIn: LogIn): Promise<string | undefined> {
  try {
    const asker = await logIn();
    const answer = await asker?.read('auth/token/lookup-self');
    return answer === undefined || Object.keys(dataOf(answer)).length === 0
      ? undefined
      : String(answer['request_id']);
  } catch (error) {
    // Vault's answer when it can write to none of its devices.
    if (error instanceof VaultRequestProblem && error.statusCode === 500) return refused;
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
