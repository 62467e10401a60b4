import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { inProject } from '../../common/project';
import { backupsFolder, deploymentFolder, outputFolder } from '../../constructs/names';
import type { DockerKind, Engine } from '../../steps/docker';
import { ownThings } from '../../steps/remove-by-label';

/** What there is of a deployment on this machine, by name. */
export interface Inventory {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** Relative to the project: each thing that is kept for it, and what is synthesized. */
  readonly paths: readonly string[];
}

export async function takeInventory(deployment: string, engines: readonly Engine[]): Promise<Inventory> {
  const own = async (kind: DockerKind) =>
    (await Promise.all(engines.map((engine) => ownThings(kind, deployment, engine)))).flat();
  const [containers, networks, volumes] = await Promise.all([
    own('container'),
    own('network'),
    own('volume'),
  ]);
  const kept = inside(deploymentFolder(deployment)).flatMap((path) =>
    // A backup is as dear as a volume: each is named.
    path === backupsFolder(deployment) ? inside(path) : [path],
  );
  const output = outputFolder(deployment);
  return {
    containers,
    networks,
    volumes,
    paths: existsSync(inProject(output)) ? [...kept, output] : kept,
  };
}

/** What is removed in any case, and what is deleted only with the data. */
export function inWords({ containers, networks, volumes, paths }: Inventory): {
  removed: string[];
  deleted: string[];
} {
  return {
    removed: [...containers.map((name) => `container ${name}`), ...networks.map((name) => `network ${name}`)],
    deleted: [
      ...volumes.map((name) => `volume ${name}, with its data`),
      ...paths.map((path) => `${path}${contents[basename(path)] ?? ''}`),
    ],
  };
}

const contents: Readonly<Record<string, string>> = {
  keys: ', with the key shares',
  'keys-archive': ', with the key shares of other Vaults',
};

function inside(folder: string): string[] {
  if (!existsSync(inProject(folder))) return [];
  return readdirSync(inProject(folder)).map((name) => `${folder}/${name}`);
}
