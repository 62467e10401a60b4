import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { confirm } from '../cli/prepare-tools';
import type { Progress } from '../cli/progress';
import { Problem } from '../common/problem';
import { installPackages } from '../toolchain/debian';
import { thisMachine, type Machine } from '../toolchain/machine';

/** The browsers that the tests drive, as their publishers and distributions name them. */
const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];

/** The path of a Chromium or Google Chrome in PATH; undefined where there is none. */
export function findChromium({ env }: Machine = thisMachine()): string | undefined {
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/**
 * The browser that the tests drive.
 *
 * @throws Problem where there is none
 */
export function chromiumPath(): string {
  const path = findChromium();
  if (path === undefined) throw noBrowser('`npm test -- --yes` installs it where this is Debian');
  return path;
}

/**
 * Installs Debian's Chromium where no browser is in PATH.
 *
 * @param yes do not ask
 * @throws Problem where that cannot be done, or the answer is no
 */
export async function ensureChromium(machine: Machine, progress: Progress, yes: boolean): Promise<void> {
  if (findChromium(machine) !== undefined) return;
  if (!machine.debian || !machine.root) throw noBrowser('install Chromium or Google Chrome');
  const isWanted = yes || (process.stdin.isTTY && (await confirm('Install Chromium, for the tests?')));
  if (!isWanted) throw noBrowser('npm test -- --yes');
  await progress.step('Install Chromium', (report) => installPackages(machine, ['chromium'], report));
}

function noBrowser(next: string): Problem {
  return new Problem({
    what: 'There is no browser for the tests',
    why: `none of ${names.join(', ')} is in PATH`,
    next,
  });
}
