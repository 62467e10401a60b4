import { inspectGo } from './go';
import { hasImage } from './image-build';
import {
  builtImageName,
  fullVaultRecipe,
  postgresRecipe,
  vaultRecipe,
  type ImageRecipe,
} from './image-recipes';
import type { Machine } from './machine';
import { builtProgram, fullVault, type Program } from './programs';
import type { Finding, Needs } from './types';

/** How the images are made that a deployment needs. */
export function recipesFor({ vaultStorage }: Needs): readonly ImageRecipe[] {
  return [vaultStorage === 'file' ? fullVaultRecipe : vaultRecipe, postgresRecipe];
}

/**
 * The name of the image to use, of those the engine has: what runs already, the official one, the one made here.
 */
export async function findImage(
  machine: Machine,
  recipe: ImageRecipe,
  needs: Needs,
): Promise<string | undefined> {
  const declared = needs.images[recipe.name];
  const built = canStandIn(recipe, declared) ? [await builtImageName(machine, recipe)] : [];
  const names = [needs.imagesInUse?.[recipe.name] ?? declared, declared, ...built];
  const present = await Promise.all(names.map((name) => hasImage(machine, name)));
  return names.find((_, index) => present[index]);
}

/** How an image is had. Without an engine to look in, this is what is likely. */
export async function inspectImage(
  machine: Machine,
  recipe: ImageRecipe,
  needs: Needs,
  engine: Promise<Finding>,
): Promise<Finding> {
  const { part } = recipe;
  const declared = needs.images[recipe.name];
  const present = await findImage(machine, recipe, needs);
  if (present !== undefined) {
    return { part, way: 'ready', found: present, ...(present === declared ? floating(declared) : {}) };
  }
  const lacking =
    (await engine).way === 'ready' ? `the engine has no ${declared}` : 'no engine to look in yet';
  if (await machine.reaches(registryOf(declared), 500)) {
    const action = `pull ${declared}`;
    return { part, way: 'official', found: lacking, action, estimatedSeconds: 20, ...floating(declared) };
  }
  return {
    part,
    ...(await wayToMake(machine, recipe, declared, `${lacking}, and its registry does not answer`)),
  };
}

/** Whoever publishes an image can give its tag to another one; a digest names this one for good. */
function floating(declared: string): Pick<Finding, 'warning'> {
  if (declared.includes('@sha256:')) return {};
  const ask = `docker image inspect --format '{{index .RepoDigests 0}}' ${declared}`;
  return { warning: `its tag can move to another image: ${ask} tells what to declare instead` };
}

type MakeFinding = Omit<Finding, 'part'>;

/** Whether an image can be made here, and what is in the way where it cannot. */
export async function wayToMake(
  machine: Machine,
  recipe: ImageRecipe,
  declared: string,
  found: string,
): Promise<MakeFinding> {
  const impossible = (why: string, remedy: string): MakeFinding => ({
    way: 'impossible',
    found: `${found}; ${why}`,
    remedy,
  });
  const pull = `docker pull ${declared}`;
  if (!canStandIn(recipe, declared)) {
    return impossible(`only ${recipe.standsInFor.join(' or ')} can be made here`, pull);
  }
  if (!machine.debian) return impossible('only Debian has the packages to make one', pull);
  if (!machine.root) return impossible('only root can make one', 'sudo -E npm run up');
  const { program } = recipe;
  const go = program === undefined ? undefined : await inspectGo(machine);
  const built = program !== undefined && (await builtProgram(machine, program)) !== undefined;
  if (go?.usable === false && !built) return impossible(go.found, go.remedy ?? pull);
  const compiled = program !== undefined && !built;
  const build = compiled ? `build ${recipe.title} from its Go module, and ` : '';
  const action = `${build}make an image of ${recipe.title} from Debian's packages`;
  return { way: 'make', found, action, estimatedSeconds: compiled ? buildSeconds(program) : 25 };
}

function buildSeconds(program: Program): number {
  return program === fullVault ? 480 : 280;
}

function canStandIn(recipe: ImageRecipe, declared: string): boolean {
  return recipe.standsInFor.includes(declared.replace(/^docker\.io\//, '').replace(/^library\//, ''));
}

/** The address of the registry that a name means: a first part that is a host, or else Docker's own. */
function registryOf(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const host =
    rest.length > 0 && /[.:]/.test(first) && first !== 'docker.io' ? first : 'registry-1.docker.io';
  return `https://${host}/v2/`;
}
