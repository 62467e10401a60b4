import { sideBySide } from '../common/side-by-side';
import { dbAdminPolicy } from '../constructs/names';
import { adoptDatabase } from '../steps/adopt-database';
import { prepareDatabase } from '../steps/prepare-database';
import { refuseLostConnection, refuseUnknownConnection } from '../steps/refuse-foreign';
import type { PlannedChange } from '../steps/planned-changes';
import { connectionType } from '../steps/resource-types';
import type { TerraformStack } from '../steps/terraform-stack';
import { noteApplied, planUnlessSettled } from '../steps/settled-stack';
import type { VaultClient } from '../steps/vault-client';
import { notPrepared } from './elsewhere/systems';
import { databaseToPrepare, firstPasswordWorks } from './live-systems';
import type { Probe } from '../steps/postgres-probe';
import type { Progress } from './progress';
import { endLeasesOfLost } from './replace-connection';
import type { ConnectionSession, Session } from './session';
import { stacksAtOnce, type DatabaseStack, type Stacks } from './stacks';

export interface ApplyDatabasesOptions {
  /** Whether the plans are there already. */
  readonly plannedAhead: boolean;
  /** Those that differ, where it is known and they are planned. @default not known */
  readonly plannedDatabases?: readonly DatabaseStack[] | undefined;
  /** To log in to PostgreSQL from. */
  readonly probe: Probe;
  /** Whether a connection may be taken away. */
  readonly replaceConnection: boolean;
}

/** A connection's stack that is not as declared. */
interface Due extends DatabaseStack {
  readonly changes: readonly PlannedChange[];
}

/**
 * Applies what Vault issues, as db-admin: each connection's stack by itself, side by side. What a killed run made is
 * taken up; a connection that is made gets a password that holds; one that the deployment has no more goes.
 *
 * @returns what changed, in words
 */
export async function applyDatabases(
  session: Session,
  stacks: Stacks,
  options: ApplyDatabasesOptions,
  progress: Progress,
): Promise<string[]> {
  const { databases, removed } = stacks;
  const dbAdmin = await session.identities.as(dbAdminPolicy);
  const many = databases.length + removed.length > 1;
  const title = (verb: string) => `${verb} database${many ? 's' : ''}`;
  const changed: string[] = [];

  const plan = async (database: DatabaseStack) => {
    const environment = stacks.databaseEnvironment(database, dbAdmin.token);
    return (await planUnlessSettled(database.stack, environment, dbAdmin)) ? [database] : [];
  };
  const planned = options.plannedAhead
    ? databases
    : (options.plannedDatabases ??
      (await progress.step(title('Plan'), async () =>
        (await sideBySide(databases, stacksAtOnce, plan)).flat(),
      )));
  const takenUp = await sideBySide(planned, stacksAtOnce, async (database) => {
    const { isStillDue, words } = await takeUp(database, stacks, dbAdmin, progress);
    const due = isStillDue ? [{ ...database, changes: await database.stack.plannedChanges() }] : [];
    return { due, words };
  });
  changed.push(...takenUp.flatMap(({ words }) => words));
  const due: readonly Due[] = takenUp.flatMap((one) => one.due);
  const gone = await goneOnes(removed, stacks, dbAdmin, progress);
  for (const { stack, changes } of [...due, ...gone]) {
    if (options.replaceConnection)
      changed.push(...(await endLeasesOfLost(session, stack, changes, progress)));
    else refuseLostConnection(changes);
  }
  if (due.length + gone.length === 0) return changed;
  const apply = (one: Due | Gone) =>
    'connection' in one
      ? applyOne(one, stacks, dbAdmin, options.probe)
      : takeDown(session, one.stack, stacks, dbAdmin);
  const applied = await progress.step(title('Apply'), async (report) => {
    let done = 0;
    const applyAll = (some: readonly (Due | Gone)[]) =>
      sideBySide(some, stacksAtOnce, async (one) => {
        const words = await apply(one);
        if (many) report(`${(done += 1)} of ${due.length + gone.length}`);
        return words;
      });
    // A role has one path in Vault, whichever connection it is of: where it moves, it goes before it comes.
    const all = [...gone, ...due];
    return [
      ...(await applyAll(all.filter(takesAway))),
      ...(await applyAll(all.filter((one) => !takesAway(one)))),
    ];
  });
  return [...changed, ...applied.flat()];
}

/** What a killed run made, and the state does not know. */
async function takeUp(
  { connection: session, stack }: DatabaseStack,
  stacks: Stacks,
  dbAdmin: VaultClient,
  progress: Progress,
): Promise<{ isStillDue: boolean; words: readonly string[] }> {
  const { deployment, journal } = session;
  const facts = factsOf(session);
  const isCutOff =
    journal.isInterrupted('apply database', facts) ||
    journal.isInterrupted('adopt database', facts) ||
    journal.isInterrupted('destroy database');
  if (!isCutOff) {
    // Where no run was cut off, a connection that the state does not know is no run's own: a person should know.
    await refuseUnknownConnection(await stack.plannedChanges(), dbAdmin);
    return { isStillDue: true, words: [] };
  }
  const environment = stacks.databaseEnvironment({ connection: session, stack }, dbAdmin.token);
  const adopted = await journal.step('adopt database', facts, () =>
    adoptDatabase(stack, environment, dbAdmin, deployment.name),
  );
  if (adopted.length === 0) return { isStillDue: true, words: [] };
  const again = () => stack.plan(environment);
  return {
    isStillDue: await progress.step('Plan database again', again),
    words: ['took up what an interrupted run made'],
  };
}

async function applyOne(
  { connection: session, stack, changes }: Due,
  stacks: Stacks,
  dbAdmin: VaultClient,
  probe: Probe,
): Promise<string[]> {
  const { connection, journal } = session;
  const words: string[] = [];
  if (makesConnection(changes) && !(await firstPasswordWorks(session, probe))) {
    if (connection.server !== undefined) throw notPrepared(session);
    await journal.step('prepare database', factsOf(session), () =>
      prepareDatabase(databaseToPrepare(session)),
    );
    words.push(`gave ${connection.username} a first password in ${connection.database}`);
  }
  // Not before: the password may be another one now.
  const environment = stacks.databaseEnvironment({ connection: session, stack }, dbAdmin.token);
  await journal.step('apply database', factsOf(session), () => stack.apply(environment));
  await noteApplied(stack, dbAdmin);
  return [...words, `applied ${stack.name}`];
}

function takesAway({ changes }: Due | Gone): boolean {
  return changes.some(({ actions }) => actions.includes('delete'));
}

function makesConnection(changes: readonly PlannedChange[]): boolean {
  return changes.some(({ type, actions }) => type === connectionType && actions.includes('create'));
}

/** What the journal tells one connection's steps from another's by. */
export function factsOf({ connection }: ConnectionSession): { readonly connection: string } {
  return { connection: connection.name };
}

/** The stack of a connection that the deployment has no more. */
interface Gone {
  readonly stack: TerraformStack;
  readonly changes: readonly PlannedChange[];
}

async function goneOnes(
  removed: readonly TerraformStack[],
  stacks: Stacks,
  dbAdmin: VaultClient,
  progress: Progress,
): Promise<Gone[]> {
  if (removed.length === 0) return [];
  const environment = stacks.vaultEnvironment(dbAdmin.token);
  return progress.step('Plan what is declared no more', () =>
    sideBySide(removed, stacksAtOnce, async (stack) => {
      await stack.plan(environment);
      return { stack, changes: await stack.plannedChanges() };
    }),
  );
}

async function takeDown(
  { journal }: Session,
  stack: TerraformStack,
  stacks: Stacks,
  dbAdmin: VaultClient,
): Promise<string[]> {
  const environment = stacks.vaultEnvironment(dbAdmin.token);
  await journal.step('destroy database', { stack: stack.name }, () => stack.apply(environment));
  await stacks.forget(stack);
  return [`took down ${stack.name}`];
}
