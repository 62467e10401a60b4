import { Problem, exitCodes } from '../../common/problem';
import { firstPasswordWorks, withProbe } from '../live-systems';
import type { ConnectionSession, Session } from '../session';

/** What PostgreSQL's own people run where nobody here can. */
export function waysOfSql({ connection }: ConnectionSession): string {
  const { username, readonlyGroup, database } = connection;
  return `psql -d ${database} --set=admin=${username} --set=group=${readonlyGroup} -f sql/elsewhere/login.sql, as its superuser, then \\password ${username}`;
}

/** @throws Problem where Vault cannot be used as it is */
export async function proveOpen({ vault }: Session): Promise<void> {
  const { initialized, sealed } = await vault.sealStatus();
  if (initialized && !sealed) return;
  throw new Problem({
    what: 'Vault cannot be used',
    where: vault.address,
    why: initialized ? 'it is sealed' : 'it is not initialized',
    next: 'whoever runs it opens it; then run the same command again',
    exitCode: exitCodes.refused,
  });
}

/** @throws Problem (exit code 3) with what the other side runs, where a connection cannot be made */
export function notPrepared(session: ConnectionSession): Problem {
  const { connection } = session;
  return new Problem({
    what: `PostgreSQL refuses ${connection.username} with the password that was given`,
    where: `${connection.server?.host ?? ''}:${connection.server?.port ?? ''}/${connection.database}`,
    why: 'there is no such user, or its password is another one; PostgreSQL runs elsewhere, so that nobody here can give it one',
    next: `whoever runs it: ${waysOfSql(session)}; then the same command with that password in the environment: docs/external.md`,
    exitCode: exitCodes.refused,
  });
}

/** Whether a PostgreSQL answers, and takes the first password no more. */
export async function firstIsRefused(session: ConnectionSession): Promise<boolean> {
  return !(await withProbe(session, (probe) => firstPasswordWorks(session, probe)));
}
