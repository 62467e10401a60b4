import { appendFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEntry, entryFolder, keyOf, verifiedEntry } from '../../../toolchain/cache';
import type { Machine } from '../../../toolchain/machine';
import { fakeMachine } from './fake-machine';

const entry = { name: 'thing', version: '1.2.3', key: keyOf('inputs') };

/** Makes the entry of a program and a hard link to it; returns how often it had to. */
function maker(machine: Machine): { ensure: () => Promise<string>; times: () => number } {
  let times = 0;
  const make = (folder: string): Promise<void> => {
    times += 1;
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'program'), 'works');
    linkSync(join(folder, 'program'), join(folder, 'sub', 'same'));
    return Promise.resolve();
  };
  return { ensure: () => ensureEntry(machine, entry, () => undefined, make), times: () => times };
}

describe('the cache', () => {
  it('makes an entry once, also when two ask at the same time', async () => {
    const { ensure, times } = maker(fakeMachine());
    const [first, second] = await Promise.all([ensure(), ensure()]);
    expect(first).toBe(second);
    expect(await ensure()).toBe(first);
    expect(times()).toBe(1);
  });

  it.each<[string, (folder: string) => void]>([
    ['a changed file', (folder) => appendFileSync(join(folder, 'program'), '!')],
    ['a missing file', (folder) => rmSync(join(folder, 'sub', 'same'))],
    ['a missing manifest', (folder) => rmSync(join(folder, 'manifest.json'))],
    ['a manifest cut short', (folder) => writeFileSync(join(folder, 'manifest.json'), '{"name":')],
  ])('does not use an entry with %s, and makes it again', async (_, damage) => {
    const machine = fakeMachine();
    const { ensure, times } = maker(machine);
    damage(await ensure());
    expect(await verifiedEntry(machine, entry)).toBeUndefined();
    await ensure();
    expect(await verifiedEntry(machine, entry)).toBe(entryFolder(machine, entry));
    expect(times()).toBe(2);
  });

  it('does not use the entry of another version under its name', async () => {
    const machine = fakeMachine();
    await maker(machine).ensure();
    expect(await verifiedEntry(machine, { ...entry, key: 'other' })).toBeUndefined();
  });

  it('keeps nothing of a build that failed, or of one that was killed', async () => {
    const machine = fakeMachine();
    const failing = ensureEntry(
      machine,
      entry,
      () => undefined,
      (folder) => {
        writeFileSync(join(folder, 'program'), 'half');
        return Promise.reject(new Error('no'));
      },
    );
    await expect(failing).rejects.toThrow('no');
    expect(readdirSync(machine.cacheFolder)).toEqual([]);

    const left = join(machine.cacheFolder, `.making-thing-1.2.3-${entry.key}`);
    mkdirSync(left);
    writeFileSync(join(left, 'stale'), '');
    const folder = await maker(machine).ensure();
    expect(existsSync(join(folder, 'stale'))).toBe(false);
  });
});

describe('keyOf', () => {
  it('tells inputs apart, also when their sum is the same', () => {
    expect(keyOf('ab', 'c')).not.toBe(keyOf('a', 'bc'));
    expect(keyOf('ab', 'c')).toBe(keyOf('ab', 'c'));
  });
});
