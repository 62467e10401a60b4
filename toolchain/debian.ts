import { mustRun } from '../common/run';
import { runOn, type Machine } from './machine';
import type { Report } from './types';

const environment = { DEBIAN_FRONTEND: 'noninteractive' };
const options = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2'];

let queue: Promise<unknown> = Promise.resolve();

/**
 * Installs packages of Debian's, of those names that this release has. One installation runs at a time: dpkg
 * takes no two.
 *
 * @throws Problem with the last lines of apt-get
 */
export function installPackages(machine: Machine, names: readonly string[], report: Report): Promise<void> {
  const mine = queue.then(() => install(machine, names, report));
  queue = mine.catch(() => undefined);
  return mine;
}

async function install(machine: Machine, names: readonly string[], report: Report): Promise<void> {
  const env = { ...machine.env, ...environment };
  report("reading Debian's package lists");
  await mustRun('apt-get', ['update', '--quiet', ...options], "Debian's package lists cannot be read", {
    env,
  });
  const known = await runOn(machine, 'apt-cache', ['show', '--no-all-versions', ...names]);
  const available = names.filter((name) => known.stdout.includes(`Package: ${name}\n`));
  report(`installing ${available.join(', ')}`);
  const args = ['install', '--yes', '--quiet', '--no-install-recommends', ...options, ...available];
  await mustRun('apt-get', args, `${available.join(', ')} cannot be installed`, { env });
}
