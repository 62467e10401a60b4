import { constants, gunzipSync, inflateRawSync } from 'node:zlib';

/** A file that an archive holds. */
export interface Entry {
  readonly name: string;
  readonly content: Buffer;
}

const entryMark = Buffer.from('PK\x03\x04');
const gzipMark = Buffer.from([0x1f, 0x8b, 8]);
const isDeflated = 8;
/** What was begun counts: a program that was killed left half of a file. */
const asFarAsItGoes = { finishFlush: constants.Z_SYNC_FLUSH };

/**
 * What a file holds compressed: the entries of a zip, such as a Terraform plan, or what gzip packed. A zip's
 * directory is at its end, so its entries are found without it.
 */
export function entriesOf(file: Buffer): Entry[] {
  if (startsWith(file, gzipMark)) return unpacked('', () => gunzipSync(file, asFarAsItGoes));
  return startsWith(file, entryMark) ? unzip(file) : [];
}

function unzip(file: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at >= 0 && at + 30 <= file.length; at = file.indexOf(entryMark, at + 1)) {
    // What is stored as it is stands in the file itself.
    if (file.readUInt16LE(at + 8) !== isDeflated) continue;
    const name = at + 30;
    const content = name + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
    const title = file.toString('utf8', name, name + file.readUInt16LE(at + 26));
    entries.push(...unpacked(title, () => inflateRawSync(file.subarray(content), asFarAsItGoes)));
  }
  return entries;
}

/** The marks stand by chance in other files, too. */
function unpacked(name: string, unpack: () => Buffer): Entry[] {
  try {
    return [{ name, content: unpack() }];
  } catch {
    return [];
  }
}

function startsWith(file: Buffer, mark: Buffer): boolean {
  return file.subarray(0, mark.length).equals(mark);
}
