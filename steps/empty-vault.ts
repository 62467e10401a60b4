import { Problem } from '../common/problem';
import { docker, inspectContainer } from './docker';

/**
 * Empties Vault's volume, so that it starts uninitialized. What it held is gone for good.
 *
 * @param container Vault's
 */
export async function emptyVault(container: string): Promise<void> {
  const vault = await inspectContainer(container);
  if (vault === undefined) throw new Problem({ what: 'There is no such container', where: container });
  await docker(['stop', container]);
  const asRoot = ['run', '--rm', '--network', 'none', '--user', 'root', '--volumes-from', container];
  const empty = 'find /vault/file -mindepth 1 -delete';
  await docker([...asRoot, '--entrypoint', 'sh', vault.imageId, '-c', empty]);
  await docker(['start', container]);
}
