import { Problem } from './problem';
import { readSecretFile, removeSecretFile, renameSecretFile, writeSecretFile } from './secret-file';

/**
 * Writes a file that only its owner may read. Under another name first: a disk that is nearly full takes a part of a
 * file, and says nothing.
 *
 * @throws Problem where what can be read is not what was written
 */
export function writeAndReadBack(file: string, text: string): void {
  const draft = `${file}.new`;
  writeSecretFile(draft, text);
  if (readSecretFile(draft) === text.trimEnd()) {
    renameSecretFile(draft, file);
    return;
  }
  removeSecretFile(draft);
  throw new Problem({
    what: 'Could not write a file',
    where: file,
    why: 'the disk took only a part of it',
    next: 'free space on its disk, then run again',
  });
}
