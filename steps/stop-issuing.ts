import { Problem } from '../common/problem';
import { dataOf, type VaultClient } from './vault-client';

/**
 * Allows no role to use the mount's connections any more, so that nobody gets a new user while those that are out
 * are ended: ending them needs no allowance. The next apply of the database stack allows the roles again.
 */
export async function stopIssuing(root: VaultClient, mount: string): Promise<void> {
  for (const connection of await root.list(`${mount}/config`)) {
    const path = `${mount}/config/${connection}`;
    // Without a login: it must also hold where PostgreSQL does not answer.
    await root.write(path, { allowed_roles: [], verify_connection: false });
    const { allowed_roles: allowed } = dataOf((await root.read(path)) ?? {});
    if (Array.isArray(allowed) && allowed.length === 0) continue;
    throw new Problem({
      what: 'Vault still lets roles be used',
      where: path,
      next: "look at Vault's log, with docker logs, and run the same command again",
    });
  }
}
