import { Problem } from '../common/problem';
import { readSecretFile } from '../common/secret-file';
import type { Journal } from './journal';
import { resetRootPassword, type ResetRootPasswordProps } from './reset-root-password';
import type { VaultClient } from './vault-client';

export interface RepairConnectionProps extends ResetRootPasswordProps {
  readonly mount: string;
  readonly connection: string;
  /** Asks PostgreSQL, from another host, whether it takes the first password. */
  readonly firstPasswordWorks: () => Promise<boolean>;
}

/**
 * Gives Vault a password that PostgreSQL takes, where the one that it holds does not work: the first one, which is
 * made anew where nobody knows one that works. Vault and PostgreSQL then agree on a password that is in a file, so a
 * rotation comes next.
 *
 * @param dbAdmin a client that may write the connection
 * @returns whether the user got a new first password
 */
export async function repairConnection(
  dbAdmin: VaultClient,
  journal: Journal,
  props: RepairConnectionProps,
): Promise<boolean> {
  const { mount, connection, username, firstPasswordFile } = props;
  const isReset = !(await props.firstPasswordWorks());
  if (isReset) await journal.step('reset root password', { username }, () => resetRootPassword(props));
  const password = readSecretFile(firstPasswordFile);
  if (password === undefined)
    throw new Problem({ what: 'There is no first password', where: firstPasswordFile });
  // Vault keeps all that is not named, and tries the password before it stores it.
  await journal.step('repair connection', { mount, connection }, () =>
    dbAdmin.write(`${mount}/config/${connection}`, { password }),
  );
  return isReset;
}
