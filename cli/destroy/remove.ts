import { rmSync } from 'node:fs';
import { Problem } from '../../common/problem';
import { inProject } from '../../common/project';
import { outputFolder } from '../../constructs/names';
import { removeByLabel, removeProbes } from '../../steps/remove-by-label';
import type { StateStore } from '../../steps/state-store';
import { enginesOf } from '../engines';
import type { Progress } from '../progress';
import type { Session } from '../session';
import { statesElsewhere } from '../state/loaded-states';
import type { Stacks } from '../stacks';

/** Removes containers and network by Terraform, whose state stays, and by label what the state does not know. */
export async function removeContainers(session: Session, stacks: Stacks, progress: Progress): Promise<void> {
  const { name } = session.deployment;
  await progress.step('Remove containers', () =>
    session.journal.step('remove containers', {}, async () => {
      await removeProbes(name);
      const environment = stacks.containersEnvironment();
      await stacks.containers.destroy(environment, ['docker_container', 'docker_network']);
      await removeByLabel(['container', 'network'], name, enginesOf(session.deployment));
    }),
  );
}

/**
 * Removes everything that carries the deployment's label, volumes too. Lease by lease nothing is ended: the users
 * are in PostgreSQL's volume and the leases in Vault's, and both go. Terraform is not asked: its state goes as well, wherever it is,
 * and so what is left by a run that was killed, or whose state or keys are gone, is removed in the same way.
 */
export async function deleteEverything(session: Session, progress: Progress, force: boolean): Promise<void> {
  const { deployment, journal } = session;
  const { name } = deployment;
  // Before anything goes: where the states are elsewhere and cannot be reached, nothing is deleted.
  const states = await keptElsewhere(session, force);
  const engines = enginesOf(deployment);
  await progress.step('Remove containers', () =>
    journal.step('remove containers', {}, () => removeByLabel(['container', 'network'], name, engines)),
  );
  await progress.step('Delete data', () =>
    journal.step('delete data', {}, async () => {
      await removeByLabel(['volume'], name, engines);
      for (const state of states) await state.clear();
      rmSync(inProject(outputFolder(name)), { recursive: true, force: true });
    }),
  );
}

/** Where `force` says so, states that cannot be reached stay where they are. */
async function keptElsewhere(session: Session, force: boolean): Promise<readonly StateStore[]> {
  try {
    return await statesElsewhere(session);
  } catch (error) {
    if (!force || !(error instanceof Problem)) throw error;
    console.error(`${error.message}\nIts states stay there, since it is forced.`);
    return [];
  }
}
