import { Problem } from '../common/problem';
import { docker, inspectContainer, type Engine } from './docker';

/**
 * Empties Vault's volume, so that it starts uninitialized. What it held is gone for good.
 *
 * @param container Vault's
 */
export async function emptyVault(container: string, engine?: Engine): Promise<void> {
  const vault = await inspectContainer(container, engine);
  if (vault === undefined) throw new Problem({ what: 'There is no such container', where: container });
  await docker(['stop', container], engine);
  const asRoot = ['run', '--rm', '--network', 'none', '--user', 'root', '--volumes-from', container];
  const empty = 'find /vault/file -mindepth 1 -delete';
  await docker([...asRoot, '--entrypoint', 'sh', vault.imageId, '-c', empty], engine);
  await docker(['start', container], engine);
}
