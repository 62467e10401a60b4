import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from '../outside';
import type { Flow } from '../reference-flow';

/** Opens Vault as people with key shares do, as soon as it answers. */
export async function unseal(flow: Flow): Promise<void> {
  const { shares, threshold } = flow.keys();
  await until(() => flow.api('', 'sys/seal-status').then(({ status }) => status === 200));
  for (const key of shares.slice(0, threshold)) await flow.api('', 'sys/unseal', 'PUT', { key });
  await until(() => flow.api('', 'sys/health').then(({ status }) => status === 200));
}

/** @returns for how many seconds Vault was away */
export async function vaultAway(flow: Flow, how: 'stopped' | 'sealed', seconds: number): Promise<number> {
  const { containerName } = flow.deployment.vault;
  if (how === 'stopped') await docker('stop', '--time', '1', containerName);
  else await flow.rootApi('sys/seal', 'PUT');
  const awayAtMs = performance.now();
  await sleep(seconds * 1000);
  if (how === 'stopped') await docker('start', containerName);
  await unseal(flow);
  return (performance.now() - awayAtMs) / 1000;
}

/** Waits for something that comes within a minute. Meanwhile it may fail. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 60_000;
  while (performance.now() < endMs) {
    if (
      await Promise.resolve()
        .then(isSo)
        .catch(() => false)
    )
      return;
    await sleep(50);
  }
  throw new Error('it has not come to be within a minute');
}
