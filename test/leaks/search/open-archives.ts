import { gunzipSync, inflateRawSync } from 'node:zlib';

/** A file that an archive holds. */
export interface Entry {
  readonly name: string;
  readonly content: Buffer;
}

const centralEntry = 0x02014b50;
const centralEnd = 0x06054b50;
const isDeflated = 8;

/** What a file holds compressed: the entries of a zip, such as a Terraform plan, or what gzip packed. */
export function entriesOf(file: Buffer): Entry[] {
  if (file.length > 22 && file.toString('latin1', 0, 4) === 'PK\x03\x04') return unzip(file);
  if (file.length > 18 && file.readUInt16BE(0) === 0x1f8b) return [{ name: '', content: gunzipSync(file) }];
  return [];
}

function unzip(file: Buffer): Entry[] {
  const end = file.lastIndexOf(littleEndian(centralEnd));
  if (end < 0) throw new Error('a zip without its directory');
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (file.readUInt32LE(at) !== centralEntry) throw new Error('a zip whose directory is damaged');
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const content = contentOf(file, at);
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    return { name, content };
  });
}

/** @param at where the entry stands in the directory */
function contentOf(file: Buffer, at: number): Buffer {
  const local = file.readUInt32LE(at + 42);
  const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  const packed = file.subarray(start, start + file.readUInt32LE(at + 20));
  return file.readUInt16LE(at + 10) === isDeflated ? inflateRawSync(packed) : packed;
}

function littleEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
