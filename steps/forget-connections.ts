import type { VaultClient } from './vault-client';

/**
 * Has Vault forget how it logs in to a PostgreSQL that does not answer: it would try to, for seconds, with every
 * lease that is ended by force. Passwords that it rotated go with that; `up` gives PostgreSQL new ones.
 */
export async function forgetConnections(root: VaultClient, mount: string): Promise<void> {
  for (const connection of await root.list(`${mount}/config`)) {
    await root.delete(`${mount}/config/${connection}`);
  }
}
