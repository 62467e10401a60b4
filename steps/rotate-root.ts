import { Problem, exitCodes } from '../common/problem';
import type { Facts, Journal } from './journal';
import { VaultRequestProblem, type VaultClient } from './vault-client';

export interface RotateRootProps {
  readonly mount: string;
  readonly connection: string;
  /** What makes this connection the one that it is: another one of the same name is rotated anew. */
  readonly identity: Facts;
  /** Asks PostgreSQL, from another host, whether it still takes the first password. */
  readonly firstPasswordWorks: () => Promise<boolean>;
  /** Whether PostgreSQL has the connection's user at all. */
  readonly hasLogin: () => Promise<boolean>;
  /**
   * Gives Vault a password that PostgreSQL takes. Called where a rotation was cut off between PostgreSQL and Vault's
   * own storage: Vault's write-ahead log, which is to undo that, holds the new password as the old one too (seen in
   * 1.21.1, `performRootRotation`), so that nobody knows the password any more.
   */
  readonly repair: () => Promise<unknown>;
  readonly report: (detail: string) => void;
}

/** Whether the journal says that this very connection was rotated; what holds, the live systems tell. */
export function isRotated(journal: Journal, identity: Facts): boolean {
  const last = journal.last('rotate root', ofConnection(identity));
  return last?.event === 'done' && JSON.stringify(last.facts) === JSON.stringify(identity);
}

/**
 * Rotates a connection's root, so that Vault alone knows the password: where the first one still works, where this
 * connection was never rotated, and where a rotation was interrupted.
 *
 * @returns whether it did so now
 * @throws Problem where Vault cannot log in, so that there is nothing to rotate from, and where the first password
 *   still works afterwards
 */
export async function ensureRotated(
  dbAdmin: VaultClient,
  journal: Journal,
  props: RotateRootProps,
): Promise<boolean> {
  const works = await props.firstPasswordWorks();
  if (!works && isRotated(journal, props.identity)) return false;
  if (!(await vaultLogsIn(dbAdmin, props.mount, props.connection))) {
    if (!journal.isInterrupted('rotate root', ofConnection(props.identity)))
      throw works || !(await props.hasLogin()) ? lostPostgres(props) : lockedOut(props);
    props.report('the last rotation was cut off after PostgreSQL took the new password: making another one');
    await props.repair();
  }
  await rotateRoot(dbAdmin, journal, props);
  if (!(await props.firstPasswordWorks())) return true;
  throw new Problem({
    what: 'The first password still works after rotate-root',
    where: where(props),
    why: "Vault rotated another user's password, or another PostgreSQL's",
    next: 'compare the connection with the deployment: npx dbvault plan --drift',
    exitCode: exitCodes.refused,
  });
}

function ofConnection({ connection = '' }: Facts): Facts {
  return { connection };
}

/** Has Vault choose a new password for the connection's user; nobody sees it. */
export async function rotateRoot(
  dbAdmin: VaultClient,
  journal: Journal,
  { mount, connection, identity }: Pick<RotateRootProps, 'mount' | 'connection' | 'identity'>,
): Promise<void> {
  await journal.step('rotate root', identity, () => dbAdmin.write(`${mount}/rotate-root/${connection}`));
}

/** Whether PostgreSQL takes the password that Vault holds: asked with a new session, since open ones prove nothing. */
export async function vaultLogsIn(dbAdmin: VaultClient, mount: string, connection: string): Promise<boolean> {
  try {
    await dbAdmin.write(`${mount}/reset/${connection}`);
    return true;
  } catch (error) {
    if (error instanceof VaultRequestProblem && error.isPasswordRefused) return false;
    throw error;
  }
}

function lockedOut(props: RotateRootProps): Problem {
  return new Problem({
    what: 'Vault cannot log in to PostgreSQL',
    where: where(props),
    why: 'PostgreSQL takes neither the password that Vault holds nor the first one',
    next: 'npx dbvault recover connection gives Vault a new one; its dry run says how: --dry-run',
    exitCode: exitCodes.refused,
  });
}

function lostPostgres(props: RotateRootProps): Problem {
  return new Problem({
    what: 'Vault cannot log in to PostgreSQL, which does not know its user, or takes the first password again',
    where: where(props),
    why: "PostgreSQL's volume was lost and made anew, or someone gave the user its first password back",
    next: "npx dbvault recover postgres-volume where PostgreSQL's data was lost, else npx dbvault recover connection",
    exitCode: exitCodes.refused,
  });
}

function where({ mount, connection }: RotateRootProps): string {
  return `${mount}/config/${connection}`;
}
