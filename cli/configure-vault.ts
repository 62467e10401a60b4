import { ensureAppIdentity } from '../steps/identities';
import { refuseForeignMount, refuseLostConnection } from '../steps/refuse-foreign';
import type { Progress } from './progress';
import { rootOf, type Session } from './session';
import type { Stacks } from './stacks';
import { withoutRefresh } from './up-to-date';

/**
 * Plans what comes after the containers while these start: to make what was never there takes no Vault.
 *
 * @returns whether the plans are there to be applied
 */
export async function planAhead(stacks: Stacks): Promise<boolean> {
  const { access, database } = stacks;
  if (!access.isNew || !database.isNew) return false;
  const noToken = 'none yet';
  const plans = await Promise.allSettled([
    access.plan(stacks.accessEnvironment(noToken), withoutRefresh),
    database.plan(stacks.databaseEnvironment(noToken), withoutRefresh),
  ]);
  return plans.every((plan) => plan.status === 'fulfilled');
}

export interface ConfigureOptions {
  readonly dbAdminToken: string;
  readonly plannedAhead: boolean;
}

/**
 * Applies what Vault is to hold: policies as root, then the application's token, then the database stack as db-admin.
 *
 * @returns what changed, in words
 */
export async function configureVault(
  session: Session,
  stacks: Stacks,
  { dbAdminToken, plannedAhead }: ConfigureOptions,
  progress: Progress,
): Promise<string[]> {
  const { access, database } = stacks;
  const changed: string[] = [];
  const readAhead = plannedAhead ? database.plannedChanges() : undefined;
  // Told where it is waited for; until then it is no unhandled failure.
  readAhead?.catch(() => undefined);
  // The policy that database is planned with is one of those that access makes.
  const accessEnvironment = stacks.accessEnvironment(session.store.readKeys().rootToken);
  if (plannedAhead || (await progress.step('Plan access', () => access.plan(accessEnvironment)))) {
    await progress.step('Apply access', () => access.apply(accessEnvironment));
    changed.push('applied access');
  }
  if (await ensureAppIdentity(() => rootOf(session), session.vault, session.store)) {
    changed.push("made the application's token");
  }
  const databaseEnvironment = stacks.databaseEnvironment(dbAdminToken);
  if (plannedAhead || (await progress.step('Plan database', () => database.plan(databaseEnvironment)))) {
    const changes = await (readAhead ?? database.plannedChanges());
    refuseLostConnection(changes);
    await refuseForeignMount(changes, session.vault.as(dbAdminToken));
    await progress.step('Apply database', () => database.apply(databaseEnvironment));
    changed.push('applied database');
  }
  return changed;
}
