import { Problem } from '../common/problem';
import { sqlName, sqlText } from '../common/quote-sql';
import { readSecretFile, writeSecretFile } from '../common/secret-file';
import { randomPassword } from './first-password';
import { runAsSuperuser } from './postgres-session';

export interface ResetRootPasswordProps {
  /** PostgreSQL's container. */
  readonly container: string;
  readonly superuser: string;
  readonly database: string;
  /** The connection's user. */
  readonly username: string;
  /** Where the first password is kept. */
  readonly firstPasswordFile: string;
}

/**
 * Gives the connection's user a new first password, as the superuser over the local socket of PostgreSQL's
 * container: the way back where nobody knows the password any more. What Vault held for this user is worthless
 * afterwards, so a connection is written and rotated next.
 */
export async function resetRootPassword(props: ResetRootPasswordProps): Promise<void> {
  const password = randomPassword();
  // Kept before it holds: a run that is killed in between resets it again.
  writeSecretFile(props.firstPasswordFile, `${password}\n`);
  await setPassword(props, password);
}

/** Gives the connection's user the first password that is kept for it. */
export async function giveFirstPassword(props: ResetRootPasswordProps): Promise<void> {
  const password = readSecretFile(props.firstPasswordFile);
  if (password === undefined)
    throw new Problem({ what: 'There is no first password', where: props.firstPasswordFile });
  await setPassword(props, password);
}

async function setPassword(
  { container, superuser, database, username }: ResetRootPasswordProps,
  password: string,
): Promise<void> {
  await runAsSuperuser(container, superuser, database, [
    // A statement that fails is logged, and this one holds a password.
    'SET log_min_error_statement = panic',
    'SET log_statement = none',
    'SET log_min_duration_statement = -1',
    "SET password_encryption = 'scram-sha-256'",
    `ALTER ROLE ${sqlName(username)} PASSWORD ${sqlText(password)}`,
  ]);
}
