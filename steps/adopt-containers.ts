import { deploymentLabel, partLabel } from '../constructs/names';
import { docker, findByLabel, inspectContainer, labelsOf, type Engine } from './docker';
import { engineOf } from './engine-of';
import type { PlannedChange } from './planned-changes';

/**
 * Removes the containers and networks of this deployment that a plan would make though they are there: a killed
 * Terraform made them, and its state never learnt so. They hold no data, and Terraform makes them again; volumes it
 * takes up by name.
 */
export async function removeUnknown(
  deployment: string,
  changes: readonly PlannedChange[],
  engines: readonly Engine[] = [undefined],
): Promise<void> {
  const isOwn = (labels: Readonly<Record<string, string>> | undefined) =>
    labels?.[deploymentLabel] === deployment;
  for (const { name, engine } of await created(changes, 'docker_container', engines)) {
    if (isOwn((await inspectContainer(name, engine))?.labels))
      await docker(['rm', '--force', '--volumes', name], engine);
  }
  for (const { name, engine } of await created(changes, 'docker_network', engines)) {
    if (!isOwn(await labelsOf('network', name, engine))) continue;
    for (const probe of await findByLabel('container', `${partLabel}=probe`, engine)) {
      if (isOwn((await inspectContainer(probe, engine))?.labels))
        await docker(['rm', '--force', '--volumes', probe], engine);
    }
    await docker(['network', 'rm', name], engine);
  }
}

async function created(
  changes: readonly PlannedChange[],
  wanted: string,
  engines: readonly Engine[],
): Promise<{ name: string; engine: Engine }[]> {
  const made = changes.filter(({ type, actions }) => type === wanted && actions.join() === 'create');
  const all = await Promise.all(made.map(({ after }) => after()));
  return all.map((after) => ({ name: String(after['name']), engine: engineOf(after, engines) }));
}
