import { Problem } from '../common/problem';
import { ensureEngine } from './engine';
import { ensureImage, pullImage } from './image-build';
import type { ImageRecipe } from './image-recipes';
import { recipesFor, wayToMake } from './images';
import type { Machine } from './machine';
import { ensureMirror } from './mirror';
import { ensureProgram, openTofu } from './programs';
import { inTurn, nothing, shared, type Job } from './jobs';
import type { Inspection, MakeTask, Needs, Part, Way } from './types';

/** What is to be done so that every part is there; nothing for one that is, or that Terraform gets by itself. */
export function tasksOn(machine: Machine, needs: Needs, inspection: Inspection): readonly MakeTask[] {
  const wayOf = (part: Part): Way | undefined =>
    inspection.findings.find((finding) => finding.part === part)?.way;
  const ifMade = (part: Part, job: Job, wrap: (job: Job) => Job): Job =>
    wayOf(part) === 'make' ? wrap(job) : nothing;

  const engine = ifMade('engine', (report) => ensureEngine(machine, report), shared);

  // One after the other: each uses every core, and what one compiled the next finds in Go's cache. Vault comes
  // first, so that its image is made while the others compile.
  const compile = inTurn();
  const recipes = recipesFor(needs);
  const vaultBuild = ifMade(
    'vault image',
    async (report) => {
      for (const { program } of recipes) {
        if (program !== undefined) await ensureProgram(machine, program, report);
      }
    },
    compile,
  );
  const providers = ifMade('providers', (report) => ensureMirror(machine, report), compile);
  const terraform = ifMade(
    'terraform',
    async (report) => {
      await ensureProgram(machine, openTofu, report);
    },
    compile,
  );

  const imageJob =
    (recipe: ImageRecipe): Job =>
    async (report) => {
      await Promise.all([engine(report), recipe.program === undefined ? undefined : vaultBuild(report)]);
      const declared = needs.images[recipe.name];
      if (wayOf(recipe.part) === 'official' && (await pullImage(machine, declared, report))) return;
      const { way, found, remedy } = await wayToMake(
        machine,
        recipe,
        declared,
        `${declared} cannot be pulled`,
      );
      if (way !== 'make')
        throw new Problem({ what: `There is no ${recipe.part}`, why: found, next: remedy ?? '' });
      await ensureImage(machine, recipe, report);
    };

  const jobs: MakeTask[] = [
    { part: 'engine', title: 'Docker engine', run: engine },
    ...recipes.map((recipe) => ({
      part: recipe.part,
      title: `${recipe.title}, image`,
      run: imageJob(recipe),
    })),
    { part: 'providers', title: 'Terraform providers', run: providers },
    { part: 'terraform', title: `OpenTofu ${openTofu.version}`, run: terraform },
  ];
  const images = new Set(recipes.map((recipe) => recipe.part));
  return jobs.filter(
    ({ part }) => wayOf(part) === 'make' || (images.has(part) && wayOf(part) === 'official'),
  );
}
