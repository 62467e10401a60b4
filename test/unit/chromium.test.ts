import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Progress } from '../../cli/progress';
import { ensureChromium, findChromium } from '../chromium';
import type { Machine } from '../../toolchain/machine';
import { rejected } from './support/caught';
import { temporaryFolder } from './support/temporary-folder';

const machine = (path: string): Machine => ({
  env: { PATH: path },
  root: true,
  debian: false,
  platform: 'linux_amd64',
  cacheFolder: '/nowhere',
  reaches: () => Promise.resolve(false),
});

describe('the browser for the tests', () => {
  it('is the one in PATH, Chromium before Google Chrome', () => {
    const [chrome, chromium] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(chrome, 'google-chrome'), '');
    expect(findChromium(machine(`/nowhere:${chrome}:${chromium}`))).toBe(join(chrome, 'google-chrome'));
    writeFileSync(join(chromium, 'chromium'), '');
    expect(findChromium(machine(`/nowhere:${chrome}:${chromium}`))).toBe(join(chromium, 'chromium'));
  });

  it('is not looked for further where there is one', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'chromium'), '');
    await expect(ensureChromium(machine(folder), new Progress(), false)).resolves.toBeUndefined();
  });

  it('is asked for by name where it cannot be installed', async () => {
    const problem = await rejected(ensureChromium(machine('/nowhere'), new Progress(), true));
    expect(problem).toMatchObject({
      what: 'There is no browser for the tests',
      next: 'install Chromium or Google Chrome',
    });
  });
});
