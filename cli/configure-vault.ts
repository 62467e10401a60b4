import { applyAccess } from './apply-access';
import { ensureApplication } from './application';
import { applyDatabase, type ApplyDatabaseOptions } from './apply-database';
import type { Progress } from './progress';
import type { Session } from './session';
import type { Stacks } from './stacks';
import { withoutRefresh } from './up-to-date';

/**
 * Plans what comes after the containers while these start: to make what was never there takes no Vault.
 *
 * @returns whether the plans are there to be applied
 */
export async function planAhead({ journal }: Session, stacks: Stacks): Promise<boolean> {
  const { access, database } = stacks;
  if (!access.isNew || !database.isNew) return false;
  // A killed run may have made what no state knows.
  if (journal.last('apply access') !== undefined || journal.last('apply database') !== undefined)
    return false;
  const noToken = 'none yet';
  const plans = await Promise.allSettled([
    access.plan(stacks.accessEnvironment(noToken), withoutRefresh),
    database.plan(stacks.databaseEnvironment(noToken), withoutRefresh),
  ]);
  return plans.every((plan) => plan.status === 'fulfilled');
}

/**
 * Applies what Vault is to hold: as root who may do what, where that differs; then, as db-admin, what is issued.
 *
 * @returns what changed, in words
 */
export async function configureVault(
  session: Session,
  stacks: Stacks,
  options: ApplyDatabaseOptions,
  progress: Progress,
): Promise<string[]> {
  const { identities } = session;
  // The policy that database is planned with is one of those that access makes.
  const changed = await applyAccess(session, stacks, options.plannedAhead, progress);
  const made = await identities.ensureLogins();
  if (made.length > 0) changed.push(`made the logins of ${made.join(', ')}`);
  changed.push(...(await ensureApplication(session)));
  return [...changed, ...(await applyDatabase(session, stacks, options, progress))];
}
