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
import { planUnlessSettled } from '../steps/settled-stack';
import { isRotated } from '../steps/rotate-root';
import { stepsOf, type StepName } from '../steps/step-list';
import { enginesOf } from './engines';
import { nodesAreWhole } from './nodes';
import { pluginIsRegistered } from './open-vault';
import type { Session } from './session';
import { stacksAtOnce, type Stacks } from './stacks';

/**
 * Whether everything is as the deployment declares: asked of Docker, Vault, PostgreSQL and Terraform side by side.
 * What cannot be told is not up to date; bringing it up says why.
 */
export async function isUpToDate(session: Session, stacks: Stacks): Promise<boolean> {
  try {
    return (await isOpen(session, stacks)) && (await isUnchanged(session, stacks));
  } catch (error) {
    if (error instanceof Problem) return false;
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

async function isUnchanged(session: Session, stacks: Stacks): Promise<boolean> {
  const plan = await session.identities.ifThere(planPolicy);
  if (plan === undefined) return false;
  const { access, containers, databases } = stacks;
  const ofContainers = [
    () => containers.plan(stacks.containersEnvironment(), withoutRefresh),
    () => pluginIsRegistered(session, plan).then((is) => !is),
    () => certificatesAreLoaded(session).then((are) => !are),
    () => rootAccessors(plan).then((left) => left.length > 0),
    () => nodesAreWhole(session, plan).then((are) => !are),
  ];
  const answers = await Promise.allSettled([
    ...(session.deployment.elsewhere === undefined ? ofContainers.map((ask) => ask()) : []),
    planUnlessSettled(access, stacks.vaultEnvironment(plan.token), plan),
    sideBySide(databases, stacksAtOnce, (database) =>
      planUnlessSettled(database.stack, stacks.databaseEnvironment(database, plan.token), plan),
    ).then((changes) => changes.includes(true)),
    withProbe(session, (probe) => anyFirstPasswordWorks(session, probe)),
    connectionIdentities(session, plan).then((identityOf) =>
      session.connections.some((connection) => !isRotated(session.journal, identityOf(connection))),
    ),
    isApplicationReady(session).then((is) => !is),
    refusedLogins(session.vault, session.store, session.identities.all).then((refused) => refused.length > 0),
  ]);
  // Not before all have ended: a Terraform that still plans would hold the lock that the run needs next.
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  return answers.every((answer) => answer.status === 'fulfilled' && !answer.value);
}

/**
 * Docker's provider waits two seconds whenever it reads a network. What it would find out of resources that never
 * change while they exist is whether they do, and Docker tells that at once.
 */
export const withoutRefresh = ['-refresh=false'];
