import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readSecretFile, removeSecretFile, writeSecretFile } from '../../../common/secret-file';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe('a secret file', () => {
  it('is for its owner alone', () => {
    const file = join(temporaryFolder(), 'secret');
    writeSecretFile(file, 'x');
    expect(mode(file)).toBe('600');
  });

  it('is for its owner alone also where it was open to others', () => {
    const file = join(temporaryFolder(), 'secret');
    writeFileSync(file, 'old');
    chmodSync(file, 0o644);
    writeSecretFile(file, 'new');
    expect(mode(file)).toBe('600');
  });

  it('is in a folder for its owner alone, which is made', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    writeSecretFile(join(folder, 'secret'), 'x');
    expect(mode(folder)).toBe('700');
  });

  it('has the text as it was given', () => {
    const file = join(temporaryFolder(), 'secret');
    writeSecretFile(file, 'line\n');
    expect(readFileSync(file, 'utf8')).toBe('line\n');
  });

  it('leaves nothing else in its folder', () => {
    const folder = temporaryFolder();
    writeSecretFile(join(folder, 'secret'), 'x');
    expect(readdirSync(folder)).toEqual(['secret']);
  });

  it('is read without the line end', () => {
    const file = join(temporaryFolder(), 'secret');
    writeSecretFile(file, 'line\n');
    expect(readSecretFile(file)).toBe('line');
  });

  it('is undefined where there is none', () => {
    expect(readSecretFile(join(temporaryFolder(), 'none'))).toBeUndefined();
  });

  it('cannot be written where a folder has its name', () => {
    const file = join(temporaryFolder(), 'folder');
    mkdirSync(file);
    expect(caught(() => writeSecretFile(file, 'SecretText'))).toMatchObject({
      what: 'Could not write a file',
      where: file,
      why: 'EISDIR',
      next: 'free space, or correct the rights of its folder, then run again',
    });
  });

  it('leaves nothing of the text behind where it cannot be written', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'secret'));
    caught(() => writeSecretFile(join(folder, 'secret'), 'x'));
    expect(readdirSync(folder)).toEqual(['secret']);
  });

  it('is removed', () => {
    const file = join(temporaryFolder(), 'secret');
    writeSecretFile(file, 'x');
    removeSecretFile(file);
    expect(existsSync(file)).toBe(false);
  });

  it('is removed where there is none', () => {
    expect(() => removeSecretFile(join(temporaryFolder(), 'none'))).not.toThrow();
  });
});
