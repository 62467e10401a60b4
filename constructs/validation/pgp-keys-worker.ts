import { readFileSync } from 'node:fs';
import { workerData, type MessagePort } from 'node:worker_threads';
import { readKeys, type Key } from 'openpgp';
import { inProject } from '../../common/project';
import type { PgpKeyFinding } from './pgp-keys';

interface Task {
  readonly files: readonly string[];
  /** Set to 1, and its waiter woken, when the answer is there. */
  readonly isDone: Int32Array;
  readonly port: MessagePort;
}

const publicKeyOf = 'export the public key alone, with gpg --export --armor';

async function look(file: string): Promise<PgpKeyFinding> {
  const keys = await parse(readFileSync(inProject(file)));
  const [key] = keys;
  if (key === undefined) return { file, problem: `holds no OpenPGP key: ${publicKeyOf}` };
  if (keys.some((found) => found.isPrivate()))
    return {
      file,
      problem: `holds a PRIVATE KEY, which must not be here: take it out of the project, think about who read it, and ${publicKeyOf}`,
    };
  if (keys.length > 1) return { file, problem: `holds ${keys.length} keys: give each a file of its own` };
  const problem = await whyUnusable(key);
  if (problem !== undefined) return { file, problem };
  return {
    file,
    fingerprint: key.getFingerprint().toUpperCase(),
    publicKey: Buffer.from(key.write()).toString('base64'),
  };
}

/** None where it is something else. */
async function parse(bytes: Buffer): Promise<Key[]> {
  try {
    const text = bytes.toString('latin1').trimStart();
    return text.startsWith('-----BEGIN PGP')
      ? await readKeys({ armoredKeys: text })
      : await readKeys({ binaryKeys: bytes });
  } catch {
    return [];
  }
}

async function whyUnusable(key: Key): Promise<string | undefined> {
  if (await key.isRevoked()) return 'is a key that was revoked: ask its holder for one that counts';
  const ends = await key.getExpirationTime();
  if (ends instanceof Date && ends <= new Date())
    return `is a key that expired on ${ends.toISOString().slice(0, 10)}: ask its holder for one that counts`;
  try {
    await key.getEncryptionKey();
    return undefined;
  } catch {
    return 'is a key that nothing can be encrypted to: ask its holder for one with a subkey for encryption that counts';
  }
}

const { files, isDone, port } = workerData as Task;
void Promise.all(files.map(look))
  .then((found) => port.postMessage(found))
  .finally(() => {
    Atomics.store(isDone, 0, 1);
    Atomics.notify(isDone, 0);
  });
