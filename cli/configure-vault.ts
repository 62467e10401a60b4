import { sideBySide } from '../common/side-by-side';
import { withoutRefresh } from '../steps/settled-stack';
import { applyAccess } from './apply-access';
import { ensureApplication } from './application';
import { applyDatabases, type ApplyDatabasesOptions } from './apply-databases';
import type { Progress } from './progress';
import type { Session } from './session';
import { stacksAtOnce, type Stacks } from './stacks';

/**
 * Plans what comes after the containers while these start: to make what was never there takes no Vault.
 *
 * @returns whether the plans are there to be applied
 */
export async function planAhead({ journal }: Session, stacks: Stacks): Promise<boolean> {
  const { access, databases, removed } = stacks;
  if (!access.isNew || removed.length > 0 || !databases.every(({ stack }) => stack.isNew)) return false;
  // A killed run may have made what no state knows.
  if (journal.last('apply access') !== undefined || journal.last('apply database') !== undefined)
    return false;
  const noToken = 'none yet';
  const plans = [
    () => access.plan(stacks.vaultEnvironment(noToken), withoutRefresh),
    ...databases.map(
      (database) => () => database.stack.plan(stacks.databaseEnvironment(database, noToken), withoutRefresh),
    ),
  ];
  return sideBySide(plans, stacksAtOnce, (plan) => plan()).then(
    () => true,
    () => false,
  );
}

/**
 * Applies what Vault is to hold: as root who may do what, where that differs; then, as db-admin, what is issued.
 *
 * @returns what changed, in words
 */
export async function configureVault(
  session: Session,
  stacks: Stacks,
  options: ApplyDatabasesOptions,
  progress: Progress,
): Promise<string[]> {
  const { identities } = session;
  // The policy that the databases are planned with is one of those that access makes.
  const changed = await applyAccess(session, stacks, options, progress);
  const made = await identities.ensureLogins();
  if (made.length > 0) changed.push(`made the logins of ${made.join(', ')}`);
  changed.push(...(await ensureApplication(session)));
  return [...changed, ...(await applyDatabases(session, stacks, options, progress))];
}
