import { adoptAudit } from '../steps/adopt-audit';
import { ensureAppIdentity } from '../steps/identities';
import { applyDatabase, type ApplyDatabaseOptions } from './apply-database';
import type { Progress } from './progress';
import { rootOf, type Session } from './session';
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
 * Applies what Vault is to hold: policies as root, then the application's token, then the database stack as db-admin.
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
  const { deployment, journal, store, vault } = session;
  const changed: string[] = [];
  // The policy that database is planned with is one of those that access makes.
  const environment = stacks.accessEnvironment(store.readKeys().rootToken);
  const plan = () => progress.step('Plan access', () => access.plan(environment));
  let differs = options.plannedAhead || (await plan());
  if (differs && !options.plannedAhead) {
    const adopted = await adoptAudit(access, environment, rootOf(session), deployment.name);
    if (adopted) differs = await plan();
  }
  if (differs) {
    await progress.step('Apply access', () =>
      journal.step('apply access', {}, () => access.apply(environment)),
    );
    changed.push('applied access');
  }
  if (await ensureAppIdentity(() => rootOf(session), vault, store, journal)) {
    changed.push("made the application's token");
  }
  return [...changed, ...(await applyDatabase(session, stacks, options, progress))];
}
