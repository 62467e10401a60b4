import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../common/run';
import { withLock } from './cache';
import { installPackages } from './debian';
import { builtImageName, programsFor, recipeFolder, type ImageRecipe } from './image-recipes';
import { has, runOn, type Machine } from './machine';
import type { Report } from './types';

const release = 'bookworm';
const pullLimitMs = 600_000;

/** Whether the engine has an image, by name or number. */
export async function hasImage(machine: Machine, name: string): Promise<boolean> {
  const args = ['image', 'inspect', '--format', '{{.Id}}', name];
  return (await runOn(machine, 'docker', args, { timeoutMs: 5000 })).exitCode === 0;
}

/** Pulls an image; whether that worked. What the registry's probe promised, the pull may still fail to keep. */
export async function pullImage(machine: Machine, name: string, report: Report): Promise<boolean> {
  report(`pulling ${name}`);
  const options = { timeoutMs: pullLimitMs, onLine: (line: string) => report(line.trim()) };
  return (await runOn(machine, 'docker', ['pull', name], options)).exitCode === 0;
}

/**
 * Makes an image of Debian's packages, where the engine does not have it already.
 *
 * @throws Problem
 */
export async function ensureImage(machine: Machine, recipe: ImageRecipe, report: Report): Promise<void> {
  const name = await builtImageName(machine, recipe);
  await withLock(machine, name.replace(/\W/g, '-'), report, async (scratch) => {
    if (await hasImage(machine, name)) return;
    const programs = await programsFor(machine, recipe, report);
    if (!has(machine, 'mmdebstrap')) await installPackages(machine, ['mmdebstrap'], report);
    const archive = join(scratch, 'root.tar');
    await makeRoot(machine, recipe, archive, programs.folder, report);
    report('importing');
    const changes = [...recipe.changes, ...programs.changes].flatMap((change) => ['--change', change]);
    const args = ['import', ...changes, archive, name];
    await mustRun('docker', args, `The engine did not take the ${recipe.name} image`, { env: machine.env });
  });
}

async function makeRoot(
  machine: Machine,
  recipe: ImageRecipe,
  archive: string,
  programs: string,
  report: Report,
): Promise<void> {
  const script = (name: string): string => join(recipeFolder(recipe), name);
  const args = [
    '--variant=minbase',
    `--include=${recipe.packages.join(',')}`,
    ...recipe.without.map((files) => `--dpkgopt=path-exclude=${files}`),
    ...(existsSync(script('prepare.sh')) ? [`--essential-hook=${script('prepare.sh')}`] : []),
    `--customize-hook=${script('customize.sh')}`,
    release,
    archive,
  ];
  await mustRun('mmdebstrap', args, `The ${recipe.name} image cannot be made of Debian's packages`, {
    env: { ...machine.env, PROGRAMS: programs },
    onLine: (line) => {
      const step = /^I: ((?:downloading|extracting|installing|creating)[^/]*?)\.*$/.exec(line)?.[1];
      if (step !== undefined) report(step);
    },
  });
}
