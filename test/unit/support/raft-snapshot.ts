import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../../../common/run';
import { temporaryFolder } from './temporary-folder';

export interface SnapshotProps {
  /** Vault's data. @default a few bytes */
  readonly state?: Buffer;
  /** What the list says of the state. @default its checksum */
  readonly stateSha256?: string;
  readonly without?: string;
  /** What the list is sealed with. @default random */
  readonly key?: Buffer;
}

/** A snapshot as Vault lays it out, packed by the real tar. */
export async function raftSnapshot(props: SnapshotProps = {}): Promise<Buffer> {
  const folder = temporaryFolder();
  const state = props.state ?? Buffer.from('all that Vault keeps');
  const meta = Buffer.from('{"Version":1}');
  const list = `${sha256(meta)}  meta.json\n${props.stateSha256 ?? sha256(state)}  state.bin\n`;
  const all: Record<string, Buffer> = {
    'meta.json': meta,
    'state.bin': state,
    SHA256SUMS: Buffer.from(list),
    'SHA256SUMS.sealed': seal(Buffer.from(list), props.key ?? randomBytes(32)),
  };
  const names = Object.keys(all).filter((name) => name !== props.without);
  for (const name of names) writeFileSync(join(folder, name), all[name] ?? '');
  const packed = await run('tar', ['--format=ustar', '-cf', 'packed.tar', ...names], { cwd: folder });
  if (packed.exitCode !== 0) throw new Error(packed.stderr);
  return gzipSync(readFileSync(join(folder, 'packed.tar')));
}

/** The bytes in a file of their own. */
export function inFile(bytes: Buffer): string {
  const file = join(temporaryFolder(), 'vault.raft-snapshot');
  writeFileSync(file, bytes);
  return file;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** As field 1 of a protocol buffer: nonce, encrypted text, tag. */
function seal(text: Buffer, key: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  const length = Buffer.from([(sealed.length & 0x7f) | 0x80, sealed.length >> 7]);
  return Buffer.concat([Buffer.from([0x0a]), length, sealed, Buffer.from([0x20, 1])]);
}
