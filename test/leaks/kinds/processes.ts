import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { readIfThere } from '../../../common/read-if-there';
import type { Scene } from '../scene';
import { argumentPlaces, environmentPlaces, type Program } from '../watch/program';
import type { Kind, Planted } from './kind';

/** Long enough to be seen, and as short as a program that does next to nothing. */
const livesMs = 30;

/** What every user of this machine, or this user's other programs, can see of a process. */
export const processKinds: readonly Kind[] = [
  {
    title: 'arguments of processes',
    search: async (scene) => [
      ...(await scene.processes.seen()).arguments,
      ...startedBy(scene).flatMap((program) => argumentPlaces(program)),
    ],
    plant: async (_, texts) =>
      briefly(
        ['-c', 'read -r line', 'sh', ...texts],
        {},
        texts.map((_, index) => `argument ${index + 4} of sh`),
      ),
  },
  {
    title: 'environments of processes',
    search: async (scene) => [
      ...(await scene.processes.seen()).environment,
      ...startedBy(scene).flatMap((program) => environmentPlaces(program)),
    ],
    plant: async (_, texts) =>
      briefly(
        ['-c', 'read -r line'],
        Object.fromEntries(texts.map((text, index) => [`PLANTED_${index}`, text])),
        texts.map((_, index) => `the environment of sh: PLANTED_${index}`),
      ),
  },
];

/** The programs that the command started, as the preload wrote them down. */
function startedBy({ programsFile }: Scene): Program[] {
  const lines = (readIfThere(programsFile) ?? '').split('\n').filter((line) => line.endsWith('}'));
  return lines.map((line) => JSON.parse(line) as Program);
}

async function briefly(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  places: readonly string[],
): Promise<Planted> {
  const child = spawn('sh', args, { env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'ignore'] });
  await sleep(livesMs);
  child.stdin.end();
  return { places, remove: () => undefined };
}
