import { databasePlugin } from '../constructs/names';
import type { Journal } from './journal';
import { dataOf, type VaultClient } from './vault-client';

/** A plugin that lies in the server's plugin folder, as an image built on this machine brings it. */
export interface Plugin {
  readonly command: string;
  readonly sha256: string;
}

const path = `sys/plugins/catalog/database/${databasePlugin}`;

/** Whether Vault has the plugin built in, or registered as it is. */
export async function isRegistered(root: VaultClient, plugin: Plugin): Promise<boolean> {
  const known = dataOf((await root.read(path)) ?? {});
  return known['builtin'] === true || known['sha256'] === plugin.sha256;
}

/**
 * Registers PostgreSQL's plugin under its own name where the server has it beside it, not built in.
 *
 * @returns whether it did so now
 */
export async function registerPlugin(root: VaultClient, journal: Journal, plugin: Plugin): Promise<boolean> {
  if (await isRegistered(root, plugin)) return false;
  const { command, sha256 } = plugin;
  await journal.step('register plugin', { sha256 }, () => root.write(path, { command, sha256 }));
  return true;
}
