import { deploymentLabel, partLabel } from '../constructs/names';
import { docker, findByLabel, inspectContainer, labelsOf } from './docker';
import type { PlannedChange } from './terraform-stack';

/**
 * Removes the containers and networks of this deployment that a plan would make though they are there: a killed
 * Terraform made them, and its state never learnt so. They hold no data, and Terraform makes them again; volumes it
 * takes up by name.
 */
export async function removeUnknown(deployment: string, changes: readonly PlannedChange[]): Promise<void> {
  const isOwn = (labels: Readonly<Record<string, string>> | undefined) =>
    labels?.[deploymentLabel] === deployment;
  for (const name of created(changes, 'docker_container')) {
    if (isOwn((await inspectContainer(name))?.labels)) await docker(['rm', '--force', '--volumes', name]);
  }
  for (const name of created(changes, 'docker_network')) {
    if (!isOwn(await labelsOf('network', name))) continue;
    for (const probe of await findByLabel('container', `${partLabel}=probe`)) {
      if (isOwn((await inspectContainer(probe))?.labels)) await docker(['rm', '--force', '--volumes', probe]);
    }
    await docker(['network', 'rm', name]);
  }
}

function created(changes: readonly PlannedChange[], wanted: string): string[] {
  return changes
    .filter(({ type, actions }) => type === wanted && actions.join() === 'create')
    .map(({ after }) => String(after['name']));
}
