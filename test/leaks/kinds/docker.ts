import { deploymentLabel } from '../../../constructs/names';
import { findByLabel } from '../../../steps/docker';
import { docker } from '../../e2e/support/outside';
import type { Scene } from '../scene';
import type { Place } from '../search/find-secrets';
import { stringsOf } from '../watch/strings-of';
import type { Kind, Planted } from './kind';
import { plantContainer, plantedImage } from './plant-container';

const labelOf = (scene: Scene) => `${deploymentLabel}=${scene.deployment}`;

/** What the engine keeps and shows, also of containers that are gone. */
export const dockerKinds: readonly Kind[] = [
  {
    title: 'configurations of containers, also of those removed',
    isOwn: true,
    search: async (scene) => {
      await scene.engine.settled();
      const names = await findByLabel('container', labelOf(scene));
      return [...scene.engine.configurations, ...(await configurations('container', names))];
    },
    plant: async (scene, texts) => {
      const container = await plantContainer(scene, { labels: texts });
      await docker('rm', '--force', '--volumes', container);
      await scene.engine.settled();
      return planted(texts, `the configuration of container ${container}`);
    },
  },
  ...(['volume', 'network'] as const).map((kind) => ({
    title: `configurations of ${kind}s`,
    lasts: true,
    search: async (scene: Scene) => configurations(kind, await findByLabel(kind, labelOf(scene))),
    plant: async (scene: Scene, texts: readonly string[]) => {
      const name = `${scene.deployment}-planted`;
      const labels = [labelOf(scene), ...texts.map((text, index) => `planted-${index}=${text}`)];
      await docker(kind, 'create', ...labels.flatMap((label) => ['--label', label]), name);
      return planted(texts, `the configuration of ${kind} ${name}`, () => docker(kind, 'rm', name));
    },
  })),
  {
    title: 'images, with their history',
    lasts: true,
    search: async (scene) => {
      const own = await docker('image', 'ls', '--quiet', '--no-trunc', '--filter', `label=${labelOf(scene)}`);
      const containers = await findByLabel('container', labelOf(scene));
      const used = containers.map((name) => docker('inspect', '--format', '{{.Image}}', name));
      return imagePlaces([...new Set([...lines(own), ...(await Promise.all(used))])]);
    },
    plant: async (scene, texts) => {
      const container = await plantContainer(scene, {});
      const id = await docker('commit', '--message', texts.join('\n'), container);
      await docker('rm', '--force', '--volumes', container);
      return planted(texts, `image ${id}`, () => docker('rmi', id));
    },
  },
  {
    title: 'logs of containers, also of those removed',
    isOwn: true,
    search: async (scene) => {
      await scene.engine.settled();
      return scene.engine.logs;
    },
    plant: async (scene, texts) => {
      // Not gone at once: a container's log goes with it, and the engine tells of both side by side.
      const print = ['--entrypoint', 'sh', await plantedImage(scene), '-c', 'cat; sleep 1'];
      await scene.run(['docker', 'run', '--rm', '--interactive', '--label', labelOf(scene), ...print], {
        input: `${texts.join('\n')}\n`,
      });
      await scene.engine.settled();
      const log = scene.engine.logs.find(({ text }) => text.includes(texts[0] ?? ''));
      return planted(texts, log?.name ?? 'no log');
    },
  },
  {
    title: 'files that containers wrote outside of their volumes',
    lasts: true,
    search: async (scene) => {
      const containers = await findByLabel('container', labelOf(scene));
      return (await Promise.all(containers.map(writtenFiles))).flat();
    },
    plant: async (scene, texts) => {
      const name = await plantContainer(scene, {});
      const write = ['docker', 'exec', '--interactive', name, 'sh', '-c', 'cat > /tmp/planted'];
      await scene.run(write, { input: texts.join('\n') });
      return planted(texts, `${name}:/tmp/planted`, () => docker('rm', '--force', name));
    },
  },
  {
    title: "Vault's audit and log files",
    lasts: true,
    search: async (scene) => {
      const containers = await findByLabel('container', labelOf(scene));
      const logs = containers.map((name) => copied(name, '/vault/logs').catch(() => []));
      return (await Promise.all(logs)).flat();
    },
    plant: async (scene, texts) => {
      const name = await plantContainer(scene, {});
      const write = 'mkdir -p /vault/logs && cat > /vault/logs/audit.log';
      await scene.run(['docker', 'exec', '--user', 'root', '--interactive', name, 'sh', '-c', write], {
        input: texts.join('\n'),
      });
      return planted(texts, `${name}:/vault/logs`, () => docker('rm', '--force', name));
    },
  },
  {
    title: "the engine's events, with what is run in containers",
    isOwn: true,
    search: async (scene) => {
      await scene.engine.settled();
      return scene.engine.events;
    },
    plant: async (scene, texts) => {
      const name = await plantContainer(scene, {});
      await docker('exec', name, 'true', ...texts);
      await scene.engine.settled();
      return planted(texts, "the engine's events", () => docker('rm', '--force', name));
    },
  },
];

function planted(texts: readonly string[], place: string, remove: () => unknown = () => undefined): Planted {
  return { places: texts.map(() => place), remove };
}

async function configurations(
  kind: 'container' | 'volume' | 'network',
  names: readonly string[],
): Promise<Place[]> {
  const found = names.map(async (name) => ({
    name: `the configuration of ${kind} ${name}`,
    text: stringsOf(JSON.parse(await docker(kind, 'inspect', name))),
  }));
  return Promise.all(found);
}

async function imagePlaces(ids: readonly string[]): Promise<Place[]> {
  const found = ids.map(async (id) => {
    const inspected = stringsOf(JSON.parse(await docker('image', 'inspect', id)));
    const history = await docker('history', '--no-trunc', '--format', '{{json .}}', id);
    const layers = lines(history).map((line) => stringsOf(JSON.parse(line)));
    return { name: `image ${id}`, text: [inspected, ...layers].join('\n') };
  });
  return Promise.all(found);
}

/** What differs from the image. */
async function writtenFiles(container: string): Promise<Place[]> {
  const changed = lines(await docker('diff', container))
    .filter((line) => /^[AC] /.test(line))
    .map((line) => line.slice(2));
  const files = changed.filter((path) => !changed.some((other) => other.startsWith(`${path}/`)));
  const copies = await Promise.all(files.map((path) => copied(container, path).catch(() => [])));
  return copies.flat();
}

/** A file or folder of a container, as the archive that Docker makes of it. */
async function copied(container: string, path: string): Promise<Place[]> {
  return [{ name: `${container}:${path}`, text: await docker('cp', `${container}:${path}`, '-') }];
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
