import { Problem } from '../common/problem';
import { planPolicy } from '../constructs/names';
import { allThere } from '../steps/docker';
import { isApplicationReady } from './application';
import { certificatesAreLoaded } from './certificates';
import { connectionIdentity, firstPasswordWorks, withProbe } from './live-systems';
import type { Journal } from '../steps/journal';
import { refusedLogins } from '../steps/operator-logins';
import { rootAccessors } from '../steps/root-tokens';
import { isRotated } from '../steps/rotate-root';
import { stepsOf, type StepName } from '../steps/step-list';
import { enginesOf } from './engines';
import { nodesAreWhole } from './nodes';
import { pluginIsRegistered } from './open-vault';
import type { Session } from './session';
import type { Stacks } from './stacks';

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
  const { journal, store, nodes } = session;
  if (!store.hasKeys || !cameToItsEnd(journal)) return false;
  if (!(await allThere(stacks.containerIds(), enginesOf(session.deployment)))) return false;
  const found = await Promise.all(nodes.map(({ vault }) => vault.sealStatus()));
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
  const { access, containers, database } = stacks;
  const answers = await Promise.allSettled([
    containers.plan(stacks.containersEnvironment(), withoutRefresh),
    access.plan(stacks.accessEnvironment(plan.token)),
    database.plan(stacks.databaseEnvironment(plan.token)),
    withProbe(session, (probe) => firstPasswordWorks(session, probe)),
    connectionIdentity(session, plan).then((identity) => !isRotated(session.journal, identity)),
    isApplicationReady(session).then((is) => !is),
    pluginIsRegistered(session, plan).then((is) => !is),
    certificatesAreLoaded(session).then((are) => !are),
    refusedLogins(session.vault, session.store, session.identities.all).then((refused) => refused.length > 0),
    rootAccessors(plan).then((left) => left.length > 0),
    nodesAreWhole(session, plan).then((are) => !are),
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
