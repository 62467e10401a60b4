import { allThere } from '../steps/docker';
import { refuseForeignContainers } from '../steps/refuse-foreign';
import { waitForPostgres } from '../steps/wait-for-postgres';
import { openVault } from './open-vault';
import type { Progress, Step } from './progress';
import type { Session } from './session';
import type { Stacks } from './stacks';
import { withoutRefresh } from './up-to-date';

/**
 * Applies the containers, opens Vault, and waits for PostgreSQL.
 *
 * @returns what changed, in words
 */
export async function startContainers(
  session: Session,
  stacks: Stacks,
  progress: Progress,
): Promise<string[]> {
  const stack = stacks.containers;
  const environment = stacks.containersEnvironment();
  const ids = stacks.containerIds();
  const options = ids.length > 0 && (await allThere(ids)) ? withoutRefresh : [];
  if (!(await progress.step('Plan containers', () => stack.plan(environment, options)))) {
    const [opened] = await progress.together(serving(session));
    return opened;
  }
  await refuseForeignContainers(session.deployment.name, await stack.plannedChanges());
  const applied = 'applied containers';
  if (!stack.isNew) {
    await progress.step('Apply containers', () => stack.apply(environment));
    const [opened] = await progress.together(serving(session));
    return [applied, ...opened];
  }
  // Where nothing was there before, whatever answers is new: Vault is opened while Terraform finishes.
  const givenUp = new AbortController();
  const apply = () =>
    stack.apply(environment).catch((error: unknown) => {
      givenUp.abort();
      throw error;
    });
  const [, opened] = await progress.together([
    { title: 'Apply containers', run: apply },
    ...serving(session, givenUp.signal),
  ]);
  return [applied, ...opened];
}

function serving(session: Session, signal?: AbortSignal): [Step<string[]>, Step<void>] {
  const { containerName } = session.deployment.postgres;
  return [
    { title: 'Open Vault', run: (report) => openVault(session, report, signal) },
    { title: 'Wait for PostgreSQL', run: () => waitForPostgres(containerName, { signal }) },
  ];
}
