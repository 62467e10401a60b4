import { otherEngines } from '../constructs/names';
import { copyImage } from '../steps/copy-image';
import { allThere } from '../steps/docker';
import { removeUnknown } from '../steps/adopt-containers';
import { refuseForeignContainers, refuseLostVolume } from '../steps/refuse-foreign';
import { planContainersUnlessSettled } from '../steps/settled-stack';
import { waitForPostgres } from '../steps/wait-for-postgres';
import { loadNewCertificates } from './certificates';
import { openVault, type OpenVaultOptions } from './open-vault';
import { enginesOf } from './engines';
import type { Progress, Step } from './progress';
import type { Session } from './session';
import type { Stacks } from './stacks';

/**
 * Applies the containers, opens Vault, and waits for PostgreSQL.
 *
 * @returns what changed, in words
 */
export async function startContainers(
  session: Session,
  stacks: Stacks,
  { archiveKeys }: OpenVaultOptions,
  progress: Progress,
): Promise<string[]> {
  const stack = stacks.containers;
  const serving = (signal?: AbortSignal) => servingSteps(session, archiveKeys, signal);
  const environment = stacks.containersEnvironment();
  await copyImages(session, stacks, progress);
  const ids = stacks.containerIds();
  const engines = enginesOf(session.deployment);
  const isKnown = ids.length > 0 && (await allThere(ids, engines));
  const plan = () => (isKnown ? planContainersUnlessSettled(stack, environment) : stack.plan(environment));
  if (!(await progress.step('Plan containers', plan))) {
    const loaded = await loadNewCertificates(session, progress);
    const [opened] = await progress.together(serving());
    return [...loaded, ...opened];
  }
  const { deployment, journal } = session;
  const changes = await stack.plannedChanges();
  refuseLostVolume(changes);
  if (journal.isInterrupted('apply containers') || journal.isInterrupted('remove containers')) {
    await removeUnknown(deployment.name, changes, engines);
  }
  await refuseForeignContainers(deployment.name, changes, engines);
  const applied = 'applied containers';
  const applyStack = () => journal.step('apply containers', {}, () => stack.apply(environment));
  if (!stack.isNew) {
    await progress.step('Apply containers', applyStack);
    const loaded = await loadNewCertificates(session, progress);
    const [opened] = await progress.together(serving());
    return [applied, ...loaded, ...opened];
  }
  // Where nothing was there before, whatever answers is new: Vault is opened while Terraform finishes.
  const givenUp = new AbortController();
  const apply = () =>
    applyStack().catch((error: unknown) => {
      givenUp.abort();
      throw error;
    });
  const [, opened] = await progress.together([
    { title: 'Apply containers', run: apply },
    ...serving(givenUp.signal),
  ]);
  return [applied, ...opened];
}

/** Other machines' engines run the image that this one has. */
async function copyImages({ deployment }: Session, { tools }: Stacks, progress: Progress): Promise<void> {
  const engines = otherEngines(deployment.vault.nodes);
  if (engines.length === 0) return;
  await progress.step('Bring the image to other machines', async () => {
    for (const engine of engines) await copyImage(tools.images.vault, engine);
  });
}

function servingSteps(
  session: Session,
  archiveKeys: boolean,
  signal?: AbortSignal,
): [Step<string[]>, Step<void>] {
  const { containerName } = session.deployment.postgres;
  return [
    { title: 'Open Vault', run: (report) => openVault(session, report, { archiveKeys, signal }) },
    { title: 'Wait for PostgreSQL', run: () => waitForPostgres(containerName, { signal }) },
  ];
}
