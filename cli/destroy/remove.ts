import { rmSync } from 'node:fs';
import { inProject } from '../../common/project';
import { outputFolder } from '../../constructs/names';
import { removeByLabel, removeProbes } from '../../steps/remove-by-label';
import { enginesOf } from '../engines';
import type { Progress } from '../progress';
import type { Session } from '../session';
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
 * are in PostgreSQL's volume and the leases in Vault's, and both go. Terraform is not asked: its state goes as well,
 * and so what is left by a run that was killed, or whose state or keys are gone, is removed in the same way.
 */
export async function deleteEverything({ deployment, journal }: Session, progress: Progress): Promise<void> {
  const { name } = deployment;
  const engines = enginesOf(deployment);
  await progress.step('Remove containers', () =>
    journal.step('remove containers', {}, () => removeByLabel(['container', 'network'], name, engines)),
  );
  await progress.step('Delete data', () =>
    journal.step('delete data', {}, async () => {
      await removeByLabel(['volume'], name, engines);
      rmSync(inProject(outputFolder(name)), { recursive: true, force: true });
    }),
  );
}
