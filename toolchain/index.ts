import { Problem } from '../common/problem';
import { inspectEngine } from './engine';
import { findImage, inspectImage, recipesFor } from './images';
import { thisMachine, type Machine } from './machine';
import { inspectProviders, providersEnvironment } from './providers';
import { tasksOn } from './tasks';
import { findTerraform, inspectTerraform } from './terraform';
import type { Inspection, MakeTask, Needs, Tools } from './types';

export type { Finding, ImageNames, Inspection, MakeTask, Needs, Part, Tools, Way } from './types';

/** Finds which way each part goes: the official one first, and where that fails the built one. Changes nothing. */
export async function inspect(needs: Needs, machine: Machine = thisMachine()): Promise<Inspection> {
  const engine = inspectEngine(machine);
  const images = recipesFor(needs).map((recipe) => inspectImage(machine, recipe, needs, engine));
  const findings = [engine, inspectTerraform(machine), inspectProviders(machine), ...images];
  return { findings: await Promise.all(findings) };
}

/** The tasks that make what an inspection found missing. */
export function makeTasks(
  needs: Needs,
  inspection: Inspection,
  machine: Machine = thisMachine(),
): readonly MakeTask[] {
  return tasksOn(machine, needs, inspection);
}

/**
 * The tools to work with, once the tasks are done. What was built is verified before it is named.
 *
 * @throws Problem when a part is missing
 */
export async function tools(needs: Needs, machine: Machine = thisMachine()): Promise<Tools> {
  const image = async (name: 'vault' | 'postgres'): Promise<string> => {
    const recipe = recipesFor(needs).find((candidate) => candidate.name === name);
    const found = recipe === undefined ? undefined : await findImage(machine, recipe, needs);
    return found ?? missing(`The engine has no ${name} image`, needs.images[name]);
  };
  const [terraform, vault, postgres] = await Promise.all([
    terraformTools(machine),
    image('vault'),
    image('postgres'),
  ]);
  return { ...terraform, images: { vault, postgres } };
}

/**
 * What plans, and no more: neither an engine nor an image.
 *
 * @throws Problem where there is no Terraform
 */
export async function terraformTools(machine: Machine = thisMachine()): Promise<Omit<Tools, 'images'>> {
  const [{ usable, tooOld }, providers] = await Promise.all([
    findTerraform(machine),
    providersEnvironment(machine),
  ]);
  if (usable === undefined) return missing('There is no Terraform that can be used', tooOld);
  const named = usable.command === 'terraform' ? {} : { TERRAFORM_BINARY_NAME: usable.command };
  return { engine: usable.engine, terraform: usable.command, env: { ...providers, ...named } };
}

function missing(what: string, where: string | undefined): never {
  throw new Problem({
    what,
    ...(where === undefined ? {} : { where }),
    why: 'the tool chain is not complete',
    next: '`npm run up -- --yes` completes it, `npx dbvault doctor` says what is missing',
  });
}
