import { Problem } from '../common/problem';
import { sideBySide } from '../common/side-by-side';
import { planPolicy } from '../constructs/names';
import { allThere } from '../steps/docker';
import { isApplicationReady } from './application';
import { certificatesAreLoaded } from './certificates';
import { anyFirstPasswordWorks, connectionIdentities, withProbe } from './live-systems';
import type { Journal } from '../steps/journal';
import { refusedLogins } from '../steps/operator-logins';
import { rootAccessors } from '../steps/root-tokens';
import { planContainersUnlessSettled, planUnlessSettled } from '../steps/settled-stack';
import { isRotated } from '../steps/rotate-root';
import { stepsOf, type StepName } from '../steps/step-list';
import { enginesOf } from './engines';
import { nodesAreWhole } from './nodes';
import { pluginIsRegistered } from './open-vault';
import type { Session } from './session';
import { stacksAtOnce, type DatabaseStack, type Stacks } from './stacks';

/** How what runs compares with what is declared. */
export interface Comparison {
  readonly isUpToDate: boolean;
  /** The connections' stacks that differ, with a plan of each, where nothing else does; undefined where it does. */
  readonly plannedDatabases?: readonly DatabaseStack[];
}

/**
 * Whether everything is as the deployment declares: asked of Docker, Vault, PostgreSQL and Terraform side by side.
 * What cannot be told is not up to date; bringing it up says why.
 */
export async function compare(session: Session, stacks: Stacks): Promise<Comparison> {
  const unknown = { isUpToDate: false };
  try {
    return (await isOpen(session, stacks)) ? await compareAll(session, stacks) : unknown;
  } catch (error) {
    if (error instanceof Problem) return unknown;
    throw error;
  }
}

async function isOpen(session: Session, stacks: Stacks): Promise<boolean> {
  const { deployment, journal, store, nodes, vault } = session;
  if (stacks.removed.length > 0 || !cameToItsEnd(journal)) return false;
  if (deployment.elsewhere !== undefined) return !(await vault.sealStatus()).sealed;
  if (!store.hasKeys || !(await allThere(stacks.containerIds(), enginesOf(deployment)))) return false;
  const found = await Promise.all(nodes.map((node) => node.vault.sealStatus()));
  return found.every(({ sealed, clusterId }) => !sealed && clusterId === store.clusterId);
}

/** Of any verb, at any time: what they leave, Vault is asked. */
const aside: readonly StepName[] = ['unseal', 'generate root', 'make logins', 'revoke root'];

/** Whether the last run that changed something proved what it made: a killed one may have left users or a table. */
function cameToItsEnd(journal: Journal): boolean {
  const steps: readonly string[] = stepsOf.up.filter((step) => !aside.includes(step));
  const last = journal.entries().findLast(({ step }) => steps.includes(step));
  return last === undefined || (last.step === 'verify' && last.event === 'done');
}

async function compareAll(session: Session, stacks: Stacks): Promise<Comparison> {
  const plan = await session.identities.ifThere(planPolicy);
  if (plan === undefined) return { isUpToDate: false };
  const { access, containers, databases } = stacks;
  const ofContainers = [
    () => planContainersUnlessSettled(containers, stacks.containersEnvironment()),
    () => pluginIsRegistered(session, plan).then((is) => !is),
    () => certificatesAreLoaded(session).then((are) => !are),
    () => rootAccessors(plan).then((left) => left.length > 0),
    () => nodesAreWhole(session, plan).then((are) => !are),
  ];
  const plannedDatabases: DatabaseStack[] = [];
  const answers = await Promise.allSettled([
    sideBySide(databases, stacksAtOnce, async (database) => {
      const environment = stacks.databaseEnvironment(database, plan.token);
      if (await planUnlessSettled(database.stack, environment, plan)) plannedDatabases.push(database);
    }).then(() => false),
    ...(session.deployment.elsewhere === undefined ? ofContainers.map((ask) => ask()) : []),
    planUnlessSettled(access, stacks.vaultEnvironment(plan.token), plan),
    withProbe(session, (probe) => anyFirstPasswordWorks(session, probe)),
    connectionIdentities(session, plan).then((identityOf) =>
      session.connections.some((connection) => !isRotated(session.journal, identityOf(connection))),
    ),
    isApplicationReady(session).then((is) => !is),
    refusedLogins(session.vault, session.store, session.identities.all).then((refused) => refused.length > 0),
  ]);
  // Not before all have ended: a Terraform that still plans would hold the lock that the run needs next.
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  const isOtherwise = answers.some((answer) => answer.status === 'fulfilled' && answer.value);
  if (isOtherwise) return { isUpToDate: false };
  return { isUpToDate: plannedDatabases.length === 0, plannedDatabases };
}
