import { Problem } from '../common/problem';
import { readSecretFile } from '../common/secret-file';
import type { Journal } from './journal';
import { prepareDatabase, type PrepareDatabaseProps } from './prepare-database';
import type { VaultClient } from './vault-client';

export interface RepairConnectionProps extends PrepareDatabaseProps {
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
  const { mount, connection, firstPasswordFile } = props;
  const isReset = !(await props.firstPasswordWorks());
  // Also where the volume was lost, and with it database, group and user.
  if (isReset) await journal.step('prepare database', { connection }, () => prepareDatabase(props));
  const password = readSecretFile(firstPasswordFile);
  if (password === undefined)
    throw new Problem({ what: 'There is no first password', where: firstPasswordFile });
  // Vault keeps all that is not named, and tries the password before it stores it.
  await journal.step('repair connection', { mount, connection }, () =>
    dbAdmin.write(`${mount}/config/${connection}`, { password }),
  );
  return isReset;
}
