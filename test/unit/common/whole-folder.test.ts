import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../../common/problem';
import { makeWholeFolder } from '../../../common/whole-folder';
import { rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const fill = (unfinished: string) => {
  writeFileSync(join(unfinished, 'file'), 'x');
  return Promise.resolve();
};

describe('a folder that is made whole', () => {
  it('has what was put in, for its owner alone, and nothing else is left', async () => {
    const parent = temporaryFolder();
    await makeWholeFolder(join(parent, 'a'), fill);
    expect(readdirSync(parent)).toEqual(['a']);
    expect(readdirSync(join(parent, 'a'))).toEqual(['file']);
    expect(statSync(join(parent, 'a')).mode & 0o777).toBe(0o700);
  });

  it('takes the place of an empty one', async () => {
    const folder = join(temporaryFolder(), 'a');
    mkdirSync(folder);
    await makeWholeFolder(folder, fill);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('is not made where there is something', async () => {
    const folder = join(temporaryFolder(), 'a');
    mkdirSync(folder);
    writeFileSync(join(folder, 'other'), 'x');
    expect(await rejected(makeWholeFolder(folder, fill))).toMatchObject({ exitCode: 3, where: folder });
    expect(readdirSync(folder)).toEqual(['other']);
  });

  it('is not there where filling it failed, nor is anything of it', async () => {
    const parent = temporaryFolder();
    const problem = new Problem({ what: 'no' });
    const failing = async (unfinished: string) => {
      await fill(unfinished);
      throw problem;
    };
    expect(await rejected(makeWholeFolder(join(parent, 'a'), failing))).toBe(problem);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('is not there until it is full, and a killed run left nothing in it', async () => {
    const folder = join(temporaryFolder(), 'a');
    mkdirSync(join(folder, '..', '.a.unfinished'));
    writeFileSync(join(folder, '..', '.a.unfinished', 'half'), 'x');
    await makeWholeFolder(folder, (unfinished) => {
      expect(existsSync(folder)).toBe(false);
      return fill(unfinished);
    });
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leaves the rights of the folder above as they are', async () => {
    const parent = join(temporaryFolder(), 'shared');
    mkdirSync(parent, { mode: 0o755 });
    await makeWholeFolder(join(parent, 'a'), fill);
    expect(statSync(parent).mode & 0o777).toBe(0o755);
  });

  it('says where it cannot be', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'x');
    const problem = await rejected(makeWholeFolder(join(file, 'a'), fill));
    expect(problem).toMatchObject({ what: 'Could not make a folder', why: 'ENOTDIR' });
  });
});
