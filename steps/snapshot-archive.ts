import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Problem, exitCodes } from '../common/problem';

/** What is needed of a snapshot to judge it: Vault's data stays on the disk. */
export interface SnapshotArchive {
  /** The list of checksums, as Vault wrote it. */
  readonly sums: Buffer;
  /** The same list, encrypted with the key that the key shares make. */
  readonly sealedSums: Buffer;
}

const blockBytes = 512;
const size = { from: 124, to: 136 };

/** Larger ones are Vault's data. */
const longestKept = 65_536;

interface Entry {
  readonly sha256: string;
  readonly content: Buffer;
}

/**
 * Reads a Raft snapshot to its end: a compressed tar archive with Vault's data and its checksums.
 *
 * @throws Problem (exit code 3) where it is not whole
 */
export async function readSnapshot(file: string): Promise<SnapshotArchive> {
  const entries = new Map<string, Entry>();
  try {
    await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      const bytes = new Bytes(chunks);
      for (let header = await bytes.block(); header[0] !== 0; header = await bytes.block()) {
        const length = parseInt(header.toString('latin1', size.from, size.to), 8);
        entries.set(header.toString('latin1', 0, header.indexOf(0)), await readEntry(bytes, length));
        await bytes.skip(-length & (blockBytes - 1));
      }
      // The checksum of the compression stands at the very end.
      await bytes.toTheEnd();
    });
  } catch {
    throw damaged(file, 'it breaks off, or is no snapshot');
  }
  const sums = entries.get('SHA256SUMS')?.content ?? Buffer.alloc(0);
  const listed = [...sums.toString().matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)];
  const isWhole = ['meta.json', 'state.bin'].every((name) =>
    listed.some(([, sha256, of]) => of === name && entries.get(name)?.sha256 === sha256),
  );
  if (!isWhole) throw damaged(file, 'its checksums differ');
  return { sums, sealedSums: entries.get('SHA256SUMS.sealed')?.content ?? Buffer.alloc(0) };
}

async function readEntry(bytes: Bytes, length: number): Promise<Entry> {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  for await (const part of bytes.take(length)) {
    hash.update(part);
    if (length <= longestKept) kept.push(part);
  }
  return { sha256: hash.digest('hex'), content: Buffer.concat(kept) };
}

/** Takes bytes in portions out of chunks of any size. */
class Bytes {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  async *take(count: number): AsyncGenerator<Buffer> {
    if (!(count >= 0)) throw new Error('no length');
    for (let left = count; left > 0;) {
      if (this.rest.length === 0) await this.next();
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async block(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.take(blockBytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    const parts = this.take(count);
    while ((await parts.next()).done !== true);
  }

  async toTheEnd(): Promise<void> {
    while ((await this.chunks.next()).done !== true);
  }

  private async next(): Promise<void> {
    const next = await this.chunks.next();
    if (next.done === true) throw new Error('the archive breaks off');
    this.rest = Buffer.from(next.value);
  }
}

function damaged(file: string, why: string): Problem {
  return new Problem({
    what: 'The snapshot is damaged',
    where: file,
    why,
    next: 'take another backup',
    exitCode: exitCodes.refused,
  });
}
