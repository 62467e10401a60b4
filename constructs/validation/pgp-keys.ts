import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { inProject } from '../../common/project';
import { isPlainObject } from './rule-kinds';

/** A public key that Vault encrypts a share to. */
export interface PgpKey {
  /** Relative to the project. */
  readonly file: string;
  /** Of its primary key: hexadecimal, in capitals, as `gpg --list-keys` shows it. */
  readonly fingerprint: string;
  /** As Vault takes it: the key's bytes in base64, and no armor. */
  readonly publicKey: string;
}

/** A file's key, or what is wrong with it. */
export type PgpKeyFinding = PgpKey | { readonly file: string; readonly problem: string };

/** Loading the library takes a tenth of a second, on a busy machine many. */
const longestReadMs = 60_000;

/** The paths that a deployment names; where they are none, that is told elsewhere. */
export function pgpPaths(keys: unknown): readonly unknown[] {
  const paths = isPlainObject(keys) ? (keys as { pgp?: unknown }).pgp : undefined;
  return Array.isArray(paths) ? (paths as unknown[]) : [];
}

/**
 * Reads OpenPGP keys: in a thread of their own, since the library answers later, and a deployment is read at once. Where
 * there are none, neither thread nor library is loaded.
 */
export function readPgpKeys(files: readonly string[]): readonly PgpKeyFinding[] {
  if (files.length === 0) return [];
  const isDone = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(join(__dirname, 'pgp-keys-worker.ts'), {
    execArgv: ['--require', inProject('common/run-typescript.cjs')],
    workerData: { files, isDone, port: port2 },
    transferList: [port2],
  });
  try {
    Atomics.wait(isDone, 0, 0, longestReadMs);
    const answer = receiveMessageOnPort(port1);
    if (answer === undefined) throw new Error('the OpenPGP keys were not read');
    return answer.message as PgpKeyFinding[];
  } finally {
    port1.close();
    void worker.terminate();
  }
}
