import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stacksVariable, type StackName } from '../constructs/names';
import { projectFolder } from '../common/project';
import { Problem } from '../common/problem';
import { run, lastLines } from '../common/run';

/**
 * Synthesizes a deployment's stacks, in a process of its own: cdktf takes longer to load than all else.
 *
 * @param folder where the stacks are written
 * @param choice what the deployment is loaded by: a name, or a file
 * @param stacks the others are left as they are; @default all
 * @returns what is told of each guardrail that they break
 */
export async function synthesizeInto(
  folder: string,
  choice: string,
  stacks?: readonly StackName[],
): Promise<readonly string[]> {
  const result = await run(process.execPath, ['--require', './common/run-typescript.cjs', 'main.ts'], {
    cwd: projectFolder,
    env: {
      DBVAULT_DEPLOYMENT: choice,
      [stacksVariable]: stacks?.join(','),
      CDKTF_OUTDIR: folder,
      // cdktf would end with the first stack that has one, in a stack trace. So it writes all into its manifest.
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true',
    },
  });
  if (result.exitCode === 0) return errorsIn(join(folder, 'manifest.json'));
  throw new Problem({ what: 'Synthesis failed', where: 'main.ts', why: lastLines(result.stderr) });
}

/** @throws Problem with every guardrail that the deployment breaks, of all stacks that were synthesized */
export function refuseBroken(broken: readonly string[], choice: string): void {
  if (broken.length === 0) return;
  throw new Problem({
    what: `The deployment breaks guardrails in ${broken.length} ${broken.length === 1 ? 'place' : 'places'}`,
    where: choice,
    why: ['', ...broken.map((text) => `  - ${text.replaceAll('\n', '\n    ')}`)].join('\n'),
    next: 'correct the deployment, or waive the rule in it, with a reason and an end: docs/guardrails.md; npx dbvault check tells the same',
  });
}

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly annotations: readonly { readonly level: string; readonly message: string }[] }>
  >;
}

function errorsIn(manifest: string): string[] {
  const { stacks } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  return Object.values(stacks)
    .flatMap(({ annotations }) => annotations)
    .filter(({ level }) => level === '@cdktf/error')
    .map(({ message }) => message);
}
