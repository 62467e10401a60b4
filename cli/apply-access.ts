import { Problem } from '../common/problem';
import { planPolicy } from '../constructs/names';
import { adoptAccess } from '../steps/adopt-access';
import { refuseForeignAccess, refuseForeignMount, refuseLostMount } from '../steps/refuse-foreign';
import { noteApplied, planUnlessSettled } from '../steps/settled-stack';
import { mountType } from '../steps/resource-types';
import type { VaultClient } from '../steps/vault-client';
import { openSealed } from './open-sealed';
import type { Progress } from './progress';
import { endLeasesOf } from './replace-connection';
import type { Session } from './session';
import type { Stacks } from './stacks';

export interface ApplyAccessOptions {
  /** Whether the plan is there already. */
  readonly plannedAhead: boolean;
  /** Whether the mount may be taken away, with its connections. */
  readonly replaceConnection: boolean;
}

/**
 * Applies who may do what, what is written down about it, and where connections are mounted: as root, where it differs
 * from the deployment. What a killed run made is taken up.
 *
 * @returns what changed, in words
 */
export async function applyAccess(
  session: Session,
  stacks: Stacks,
  { plannedAhead, replaceConnection }: ApplyAccessOptions,
  progress: Progress,
): Promise<string[]> {
  const { access } = stacks;
  const { deployment, identities, journal } = session;
  const plan = (reader: VaultClient) =>
    progress.step('Plan access', () =>
      planUnlessSettled(access, stacks.vaultEnvironment(reader.token), reader),
    );
  if (!plannedAhead && !(await identities.look(planPolicy, plan))) return [];
  const root = await identities.root();
  const environment = stacks.vaultEnvironment(root.token);
  const apply = () =>
    progress.step('Apply access', () => journal.step('apply access', {}, () => access.apply(environment)));
  const applied = async () => {
    await apply();
    await noteApplied(access, root);
  };
  // Of what is planned, a killed run may have made a part that the state does not know.
  const isStillPlanned = async () =>
    (await adoptAccess(access, environment, root, deployment.name)).length === 0 || plan(root);
  // Where no run was cut off, what is there and the state does not know may be somebody else's.
  if (!journal.isInterrupted('apply access')) {
    const planned = await access.plannedChanges();
    await refuseForeignMount(deployment.name, planned, root);
    if (deployment.elsewhere !== undefined) await refuseForeignAccess(deployment.name, planned, root);
  }
  if (!plannedAhead && !(await isStillPlanned())) return [];
  const changes = await access.plannedChanges();
  if (!replaceConnection) refuseLostMount(changes);
  const isLost = changes.some(({ type, actions }) => type === mountType && actions.includes('delete'));
  if (isLost) await endLeasesOf(session, access.stateIds([mountType]), progress);
  try {
    await applied();
    return ['applied access'];
  } catch (error) {
    if (!isHalfRegistered(error)) throw error;
  }
  await progress.step('Open Vault anew', () => openAnew(session, root));
  const opened = 'opened Vault anew, since a killed run had left an audit device half made';
  if (!(await plan(root)) || !(await isStillPlanned())) return [opened];
  await applied();
  return [opened, 'applied access'];
}

/**
 * Vault registers an audit device before it writes it down (1.21.1, `enableAudit`). Where a request is cut off in
 * between, it neither lists the device nor lets it be enabled, until it is opened anew.
 */
function isHalfRegistered(error: unknown): boolean {
  return error instanceof Problem && (error.why ?? '').includes('backend already registered');
}

async function openAnew(session: Session, root: VaultClient): Promise<void> {
  await root.write('sys/seal');
  await openSealed(session);
}
