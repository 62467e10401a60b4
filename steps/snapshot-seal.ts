import { createDecipheriv } from 'node:crypto';
import { combineShares } from './combine-shares';
import type { InitialKeys } from './key-store';
import type { SnapshotArchive } from './snapshot-archive';

/** AES-GCM, as Vault lays it out: nonce, text, tag. */
const nonceBytes = 12;
const tagBytes = 16;

/** A protocol buffer's first field where it holds bytes. */
const firstFieldOfBytes = 0x0a;

/**
 * Whether these key shares open a snapshot: Vault sealed the list of its checksums with the key that they make. So it
 * is known before anything is restored, and without a Vault.
 */
export function opensSnapshot(keys: InitialKeys, { sums, sealedSums }: SnapshotArchive): boolean {
  if (keys.shares.length < keys.threshold) return false;
  const sealed = firstField(sealedSums);
  const key = combineShares(keys.shares.slice(0, keys.threshold));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const opened = [decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()];
    return Buffer.concat(opened).equals(sums);
  } catch {
    return false;
  }
}

function firstField(message: Buffer): Buffer {
  if (message[0] !== firstFieldOfBytes) return Buffer.alloc(0);
  let length = 0;
  let at = 1;
  for (let shift = 0; ; shift += 7, at += 1) {
    const byte = message[at] ?? 0;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return message.subarray(at + 1, at + 1 + length);
}
