import { Problem, exitCodes } from '../common/problem';
import type { VaultClient } from './vault-client';

export interface RotateRootProps {
  readonly mount: string;
  readonly connection: string;
  /** Asks PostgreSQL, from another host, whether it still takes the first password. */
  readonly firstPasswordWorks: () => Promise<boolean>;
}

/**
 * Rotates a connection's root away from the first password, so that Vault alone knows what holds.
 *
 * @returns whether it did so now; false where the first password is refused already
 * @throws Problem where the first password still works afterwards
 */
export async function rotateFirstPassword(dbAdmin: VaultClient, props: RotateRootProps): Promise<boolean> {
  if (!(await props.firstPasswordWorks())) return false;
  await rotateRoot(dbAdmin, props.mount, props.connection);
  if (!(await props.firstPasswordWorks())) return true;
  throw new Problem({
    what: 'The first password still works after rotate-root',
    where: `${props.mount}/config/${props.connection}`,
    why: "Vault rotated another user's password, or another PostgreSQL's",
    next: 'compare the connection with the deployment: npx cdktf diff database',
    exitCode: exitCodes.refused,
  });
}

/** Has Vault choose a new password for the connection's user; nobody sees it. */
export async function rotateRoot(dbAdmin: VaultClient, mount: string, connection: string): Promise<void> {
  await dbAdmin.write(`${mount}/rotate-root/${connection}`);
}
