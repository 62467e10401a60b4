import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../common/problem';
import { endLeases, leaseIds } from './leases';
import { dropOrphans, findOrphans } from './orphans';
import type { PostgresServer } from './vault-made-roles';
import type { VaultClient } from './vault-client';

/** Longer than a user is on its way from PostgreSQL to Vault's list of leases. */
const settlesWithinMs = 30_000;
const pauseMs = 500;

export interface EndAccessProps {
  readonly root: VaultClient;
  readonly mounts: readonly string[];
  readonly postgres: PostgresServer;
  readonly report: (detail: string) => void;
}

export interface EndedAccess {
  readonly endedLeases: number;
  /** Users that Vault could not drop, or knew no more. */
  readonly droppedByForce: number;
}

/**
 * Ends every lease of mounts that issue no more, and proves from both sides that nobody is left: Vault lists no
 * lease, and PostgreSQL no user that Vault made. Whom Vault cannot drop the superuser drops, so that users who own
 * something, or a login of Vault that PostgreSQL refuses, do not stand in the way.
 */
export async function endAccess({ root, mounts, postgres, report }: EndAccessProps): Promise<EndedAccess> {
  let endedLeases = 0;
  let droppedByForce = 0;
  let deadline: number | undefined;
  for (;;) {
    const { ended, left } = await endLeases(root, mounts, 'with their users', report);
    deadline ??= Date.now() + settlesWithinMs;
    endedLeases += ended;
    const dropped = await dropOrphans({ root, postgres, ...(left > 0 ? { withoutMounts: mounts } : {}) });
    droppedByForce += dropped.length;
    if (left > 0) endedLeases += (await endLeases(root, mounts, 'by force', report)).ended;
    const { names, hidden, inFlight } = await findOrphans({ root, postgres });
    const users = names.length + hidden.count + inFlight;
    const leases = (await leaseIds(root, mounts)).length;
    if (users === 0 && leases === 0) return { endedLeases, droppedByForce };
    if (Date.now() > deadline) throw notEnded(leases, users);
    report(`waiting for ${users} users that were being made`);
    await sleep(pauseMs);
  }
}

function notEnded(leases: number, users: number): Problem {
  return new Problem({
    what: 'Not all credentials are ended',
    why: `Vault has ${leases} leases, and PostgreSQL ${users} users that Vault made, after ${settlesWithinMs / 1000} s of trying`,
    next: "look at PostgreSQL's log, with docker logs, and run the same command again",
  });
}
