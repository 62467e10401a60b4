import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proveOwnFileWritable, writeOwnFile } from '../../../common/own-file';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("a file in a folder of the user's", () => {
  it('is for its owner alone, and the folder stays as it is', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    writeOwnFile(join(folder, 'token'), 's.app\n');
    expect([mode(join(folder, 'token')), mode(folder)]).toEqual(['600', '755']);
    expect(readFileSync(join(folder, 'token'), 'utf8')).toBe('s.app\n');
  });

  it('is for its owner alone also where there was one for all', () => {
    const file = join(temporaryFolder(), 'token');
    writeFileSync(file, 'before', { mode: 0o644 });
    writeOwnFile(file, 's.app\n');
    expect(mode(file)).toBe('600');
  });

  it.each([
    ['when it is asked before', (file: string) => proveOwnFileWritable(file)],
    ['when it is written', (file: string) => writeOwnFile(file, 's.app')],
  ])('is refused where its folder is not there: %s', (_, act) => {
    const file = join(temporaryFolder(), 'absent', 'token');
    expect(caught(() => act(file))).toMatchObject({
      what: 'Could not write a file',
      where: file,
      why: 'ENOENT',
    });
  });
});
