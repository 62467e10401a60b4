import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readShares } from '../../../steps/share-file';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const one = randomBytes(33);
const other = randomBytes(33);

function file(text: string, mode = 0o600): string {
  const path = join(temporaryFolder(), 'shares');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('a pipe with key shares', () => {
  it('is read as a file is', () => {
    const path = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', ['-m', '600', path]);
    const writer = spawn('sh', ['-c', 'echo "$0" > "$1"', one.toString('hex'), path]);
    expect(readShares(path)).toEqual([one.toString('base64')]);
    writer.kill();
  });
});

describe('a file of key shares', () => {
  it('is read in base64 and hex, a line each, each share once', () => {
    const text = `${one.toString('base64')}\r\n\n  ${other.toString('hex')}  \n${one.toString('hex').toUpperCase()}\n`;
    expect(readShares(file(text))).toEqual([one.toString('base64'), other.toString('base64')]);
  });

  it('may hold the one key of a Vault whose key is not split', () => {
    const key = randomBytes(32);
    expect(readShares(file(key.toString('hex')))).toEqual([key.toString('base64')]);
  });

  it.each([0o644, 0o640, 0o620, 0o601])('is refused where others may open it: %o', (mode) => {
    const path = file(one.toString('base64'), mode);
    expect(caught(() => readShares(path))).toMatchObject({ where: path, exitCode: 3 });
  });

  it.each(['hvs.SecretToken', 'SecretShare:', 'U2VjcmV0', `${one.toString('hex')}ab12`])(
    'is refused where a line is no share, without telling it: %s',
    (line) => {
      const error = caught(() => readShares(file(`${one.toString('base64')}\n${line}`)));
      expect(error).toMatchObject({ what: 'Line 2 is no key share', exitCode: 64 });
      expect(JSON.stringify(error)).not.toContain(line);
    },
  );

  it('is refused where it is empty', () => {
    expect(caught(() => readShares(file('\n')))).toMatchObject({
      what: 'There are no key shares',
      exitCode: 64,
    });
  });

  it('is refused where it is not there', () => {
    const path = join(temporaryFolder(), 'none');
    expect(caught(() => readShares(path))).toMatchObject({ what: 'There is no such file', where: path });
  });
});
