import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { inProject, projectFolder } from '../../../common/project';
import { deploymentFolder, outputFolder } from '../../../constructs/names';
import { cacheFolder, type Scene } from '../scene';
import { filesUnder, pathsUnder } from '../search/files';
import type { Place } from '../search/find-secrets';
import type { Kind, Planted } from './kind';
import { plantPlan } from './plant-plan';

const isPlan = (name: string) => name.endsWith('.tfplan');
const isState = (path: string) => path.includes('.tfstate');
const isOther = (name: string) => ['node_modules', '.git', '.dbvault'].includes(name) || isOutput(name);
const isOutput = (name: string) => name.startsWith('cdktf.out');
const npmLogs = (scene: Scene) => join(scene.home, '.npm/_logs');
const toolCache = join(cacheFolder, 'dbvault');
const plantedName = 'planted-leak';

/** Everything that is a file, or a file's name. */
export const fileKinds: readonly Kind[] = [
  {
    title: 'the project tree',
    search: () => named(filesUnder(projectFolder, { except: isOther })),
    plant: (_, texts) => plantFile(inProject(`docs/${plantedName}`), texts),
  },
  {
    title: 'synthesized stacks',
    search: () => named(outputs().flatMap((path) => filesUnder(path, { except: isPlanOrProvider }))),
    plant: ({ deployment }, texts) =>
      plantFile(
        inProject(`${outputFolder(deployment)}/stacks/database-my-postgres-database/${plantedName}`),
        texts,
      ),
  },
  {
    title: 'plan files, unzipped',
    search: () => named(outputs().flatMap((path) => filesUnder(path, { except: isNoPlan }))),
    plant: plantPlan,
  },
  {
    title: 'Terraform state and its backups',
    search: () => named(filesUnder(inProject('.dbvault')).filter(({ name }) => isState(name))),
    plant: ({ deployment }, texts) =>
      plantFile(inProject(`${deploymentFolder(deployment)}/state/${plantedName}.tfstate.backup`), texts),
  },
  {
    title: "the deployments' folders",
    search: () => named(filesUnder(inProject('.dbvault')).filter(({ name }) => !isState(name))),
    plant: ({ deployment }, texts) =>
      plantFile(inProject(`${deploymentFolder(deployment)}/${plantedName}.jsonl`), texts),
  },
  {
    title: 'the home folder',
    search: (scene) => filesUnder(scene.home, { except: (_, path) => path === npmLogs(scene) }),
    plant: ({ home }, texts) => plantFile(join(home, `.${plantedName}`), texts),
  },
  {
    title: "npm's logs",
    search: (scene) => filesUnder(npmLogs(scene)),
    plant: (scene, texts) => plantFile(join(npmLogs(scene), `${plantedName}.log`), texts),
  },
  {
    title: 'the temporary folder',
    search: ({ temporary }) => filesUnder(temporary),
    plant: ({ temporary }, texts) => plantFile(join(temporary, 'a', plantedName), texts),
  },
  {
    title: "the system's temporary folder",
    search: ({ startedMs, temporary }) =>
      filesUnder(tmpdir(), {
        changedSinceMs: startedMs,
        // The project may stand in it, and is searched by itself.
        except: (_, path) => path === dirname(temporary) || path === projectFolder,
      }),
    plant: (_, texts) => plantFile(join(tmpdir(), `dbvault-${plantedName}-${process.pid}`), texts),
  },
  {
    title: "the tool chain's cache and the engine's log",
    search: ({ startedMs }) => filesUnder(toolCache, { changedSinceMs: startedMs }),
    plant: (_, texts) => plantFile(join(toolCache, `${plantedName}.log`), texts),
  },
  {
    title: 'names of files',
    search: ({ home, temporary }) => [
      { name: 'a name of a file', text: [home, temporary, ...ownFolders()].flatMap(namesUnder).join('\n') },
    ],
    plant: ({ temporary }, texts) => {
      const folder = join(temporary, plantedName);
      const { remove } = texts
        .map((text) => plantFile(join(folder, text), ['']))
        .reduce((all, one) => ({ places: [], remove: () => [all.remove(), one.remove()] }));
      return { places: texts.map(() => 'a name of a file'), remove };
    },
  },
];

/** @returns the places in the project under their names there */
function named(places: readonly Place[]): Place[] {
  return places.map(({ name, text }) => ({ name: relative(projectFolder, name), text }));
}

function outputs(): string[] {
  return readdirSync(projectFolder)
    .filter(isOutput)
    .map((name) => inProject(name));
}

function ownFolders(): string[] {
  return [inProject('.dbvault'), ...outputs()];
}

function namesUnder(folder: string): string[] {
  return pathsUnder(folder, { except: (name) => name === 'providers' });
}

/** Providers are programs, and made long before any secret. */
function isPlanOrProvider(name: string): boolean {
  return isPlan(name) || name === 'providers';
}

function isNoPlan(name: string): boolean {
  return name.includes('.') && !isPlan(name);
}

function plantFile(path: string, texts: readonly string[]): Planted {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, texts.join('\n'));
  const place = path.startsWith(projectFolder) ? relative(projectFolder, path) : path;
  return { places: texts.map(() => place), remove: () => rmSync(path) };
}
