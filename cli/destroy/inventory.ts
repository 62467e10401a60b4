import { existsSync } from 'node:fs';
import { inProject } from '../../common/project';
import { deploymentFolder, outputFolder } from '../../constructs/names';
import { ownThings } from '../../steps/remove-by-label';

/** What there is of a deployment on this machine, by name. */
export interface Inventory {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** Relative to the project: all that is kept for it, and what is synthesized. */
  readonly folders: readonly string[];
}

export async function takeInventory(deployment: string): Promise<Inventory> {
  const [containers, networks, volumes] = await Promise.all([
    ownThings('container', deployment),
    ownThings('network', deployment),
    ownThings('volume', deployment),
  ]);
  const folders = [deploymentFolder(deployment), outputFolder(deployment)];
  return { containers, networks, volumes, folders: folders.filter((path) => existsSync(inProject(path))) };
}

/** What is removed in any case, and what is deleted only with the data. */
export function inWords({ containers, networks, volumes, folders }: Inventory, deployment: string) {
  const contents = ': the key shares, those kept aside too, the first password, the state and the journal';
  return {
    removed: [...containers.map((name) => `container ${name}`), ...networks.map((name) => `network ${name}`)],
    deleted: [
      ...volumes.map((name) => `volume ${name}, with its data`),
      ...folders.map((path) => (path === deploymentFolder(deployment) ? `${path}${contents}` : path)),
    ],
  };
}
