import { Problem } from '../common/problem';
import { readSecretFile } from '../common/secret-file';
import { resetRootPassword, type ResetRootPasswordProps } from './reset-root-password';
import { vaultLogsIn } from './rotate-root';
import type { VaultClient } from './vault-client';

export interface RepairConnectionProps extends ResetRootPasswordProps {
  readonly root: VaultClient;
  readonly mount: string;
  readonly connection: string;
}

/**
 * Gives Vault a login to PostgreSQL again where the password that it holds is refused: the user gets a new password,
 * Vault is told it, and then chooses another that nobody sees. The rest of the connection stays as it is.
 */
export async function repairConnection(props: RepairConnectionProps): Promise<void> {
  const { root, mount, connection, username } = props;
  await resetRootPassword(props);
  // Vault leaves alone what it is not told, and takes no password that PostgreSQL refuses.
  const password = readSecretFile(props.firstPasswordFile);
  await root.write(`${mount}/config/${connection}`, { username, password });
  await root.write(`${mount}/rotate-root/${connection}`);
  if (await vaultLogsIn(root, mount, connection)) return;
  throw new Problem({
    what: 'Vault cannot log in to PostgreSQL with the password that it has just chosen',
    where: `${mount}/config/${connection}`,
    why: `somebody else gives ${username} passwords`,
    next: 'find out who does, then run the same command again',
  });
}
