import { openSession } from '../../../cli/session';
import { needsOf } from '../../../cli/prepare-tools';
import { deploymentLabel } from '../../../constructs/names';
import { tools } from '../../../toolchain';
import { docker } from '../../e2e/support/outside';
import { deploymentFile } from '../deployment-file';
import type { Scene } from '../scene';

/** PostgreSQL's image: it has a shell. */
export async function plantedImage({ deployment }: Scene): Promise<string> {
  const session = openSession({ deployment: deploymentFile(deployment), json: false });
  return (await tools(needsOf(session))).images.postgres;
}

/** A container that belongs to the deployment as far as its label says. @returns its name */
export async function plantContainer(
  scene: Scene,
  { labels = [] }: { readonly labels?: readonly string[] },
): Promise<string> {
  const name = `${scene.deployment}-planted`;
  const all = [
    `${deploymentLabel}=${scene.deployment}`,
    ...labels.map((text, index) => `planted-${index}=${text}`),
  ];
  const args = all.flatMap((label) => ['--label', label]);
  const image = await plantedImage(scene);
  await docker('run', '--detach', '--name', name, ...args, '--entrypoint', 'sleep', image, '60');
  return name;
}
