import { dbAdminPolicy } from '../constructs/names';
import { adoptDatabase } from '../steps/adopt-database';
import { refuseForeignMount, refuseLostConnection } from '../steps/refuse-foreign';
import { resetRootPassword } from '../steps/reset-root-password';
import { connectionType, type PlannedChange } from '../steps/terraform-stack';
import { endLeasesOfLost } from './replace-connection';
import { postgresServer } from './live-systems';
import type { Progress } from './progress';
import { firstPasswordPath, type Session } from './session';
import type { Stacks } from './stacks';

export interface ApplyDatabaseOptions {
  /** Whether the plan is there already. */
  readonly plannedAhead: boolean;
  /** Whether PostgreSQL takes the first password; asked where a connection is to be made. */
  readonly firstPasswordWorks: () => Promise<boolean>;
  /** Whether a connection may be taken away for another one. */
  readonly replaceConnection: boolean;
}

/**
 * Applies what Vault issues, as db-admin. What a killed run made is taken up; a connection that is made gets a
 * password that holds.
 *
 * @returns what changed, in words
 */
export async function applyDatabase(
  session: Session,
  stacks: Stacks,
  options: ApplyDatabaseOptions,
  progress: Progress,
): Promise<string[]> {
  const { database } = stacks;
  const { deployment, identities, journal } = session;
  const dbAdmin = await identities.as(dbAdminPolicy);
  const environment = () => stacks.databaseEnvironment(dbAdmin.token);
  const plan = () => database.plan(environment());
  if (!options.plannedAhead && !(await progress.step('Plan database', plan))) return [];

  const changed: string[] = [];
  const interruptible = ['apply database', 'destroy database', 'adopt database'] as const;
  if (interruptible.some((step) => journal.isInterrupted(step))) {
    const adopted = await journal.step('adopt database', {}, () =>
      adoptDatabase(database, environment(), dbAdmin, deployment.name),
    );
    if (adopted.length > 0) {
      changed.push('took up what an interrupted run made');
      if (!(await progress.step('Plan database again', plan))) return changed;
    }
  }
  const changes = await database.plannedChanges();
  await refuseForeignMount(deployment.name, changes, dbAdmin);
  if (options.replaceConnection) changed.push(...(await endLeasesOfLost(session, changes, progress)));
  else refuseLostConnection(changes);
  if (makesConnection(changes) && !(await options.firstPasswordWorks())) {
    await progress.step('Reset the root password', () => resetPassword(session));
    changed.push(`gave ${session.connection.username} a new first password`);
  }
  await progress.step('Apply database', () =>
    journal.step('apply database', {}, () => database.apply(environment())),
  );
  return [...changed, 'applied database'];
}

function makesConnection(changes: readonly PlannedChange[]): boolean {
  return changes.some(({ type, actions }) => type === connectionType && actions.includes('create'));
}

/** The password that Vault rotated went with the connection that held it, and nobody else has it. */
async function resetPassword(session: Session): Promise<void> {
  const { connection, journal } = session;
  await journal.step('reset root password', { username: connection.username }, () =>
    resetRootPassword({
      ...postgresServer(session),
      username: connection.username,
      firstPasswordFile: firstPasswordPath(session),
    }),
  );
}
