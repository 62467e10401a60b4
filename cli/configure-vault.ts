import { planPolicy } from '../constructs/names';
import { adoptAccess } from '../steps/adopt-access';
import { ensureApplication } from './application';
import { applyDatabase, type ApplyDatabaseOptions } from './apply-database';
import type { Progress } from './progress';
import type { Session } from './session';
import type { Stacks } from './stacks';
import { withoutRefresh } from './up-to-date';
import type { VaultClient } from '../steps/vault-client';

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
  const { access } = stacks;
  const { deployment, identities, journal } = session;
  const changed: string[] = [];
  // The policy that database is planned with is one of those that access makes.
  const plan = async (reader: VaultClient) =>
    progress.step('Plan access', () => access.plan(stacks.accessEnvironment(reader.token)));
  let differs = options.plannedAhead || (await identities.look(planPolicy, plan));
  if (differs) {
    const root = await identities.root();
    const environment = stacks.accessEnvironment(root.token);
    const isKnown = options.plannedAhead || !(await adoptAccess(access, environment, root, deployment.name));
    differs = isKnown || (await plan(root));
    if (differs) {
      await progress.step('Apply access', () =>
        journal.step('apply access', {}, () => access.apply(environment)),
      );
      changed.push('applied access');
    }
  }
  const made = await identities.ensureLogins();
  if (made.length > 0) changed.push(`made the logins of ${made.join(', ')}`);
  changed.push(...(await ensureApplication(session)));
  return [...changed, ...(await applyDatabase(session, stacks, options, progress))];
}
