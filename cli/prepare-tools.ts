import { createInterface } from 'node:readline/promises';
import { Problem } from '../common/problem';
import {
  inspect,
  makeTasks,
  terraformTools,
  tools,
  type Finding,
  type Needs,
  type Part,
  type Tools,
} from '../toolchain';
import { imagesInUse } from './images-in-use';
import { styled } from './output';
import type { Progress } from './progress';
import type { Session } from './session';

/** What a deployment needs of the machine. */
export function needsOf({ deployment }: Session): Needs {
  const images = { vault: deployment.vault.image, postgres: deployment.postgres.image };
  const inUse = imagesInUse(deployment);
  return {
    images,
    vaultStorage: deployment.vault.storage,
    ...(inUse === undefined ? {} : { imagesInUse: inUse }),
  };
}

/**
 * Finds the tool chain, and makes what the machine lacks of it after asking.
 *
 * @param yes do not ask
 * @throws Problem where something cannot be had, or the answer is no: then nothing was changed
 */
export async function prepareTools(session: Session, progress: Progress, yes: boolean): Promise<Tools> {
  return (await findTools(session)) ?? (await completeTools(session, progress, yes));
}

/** Where all runs elsewhere, neither an engine nor an image is needed. @throws Problem where something is missing */
export async function toolsOf(session: Session): Promise<Tools> {
  const needs = needsOf(session);
  if (session.deployment.elsewhere === undefined) return tools(needs);
  return { ...(await terraformTools()), images: needs.images };
}

/** Undefined where something is missing: what, is for the slower inspection to say. */
async function findTools(session: Session): Promise<Tools | undefined> {
  try {
    return await toolsOf(session);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Looks at everything, and makes what is missing: also what `tools` trusts to be had, such as the registry's providers. */
export async function completeTools(session: Session, progress: Progress, yes: boolean): Promise<Tools> {
  const needs = needsOf(session);
  const all = await progress.step('Look at this machine', () => inspect(needs));
  const isElsewhere = session.deployment.elsewhere !== undefined;
  const findings = all.findings.filter(({ part }) => !isElsewhere || ofTerraform.includes(part));
  const impossible = findings.filter(({ way }) => way === 'impossible');
  if (impossible.length > 0) throw cannotBeHad(impossible);
  const toMake = findings.filter(({ action }) => action !== undefined);
  if (toMake.length > 0) {
    await agree(toMake, yes);
    await progress.together(makeTasks(needs, { findings }));
  }
  return toolsOf(session);
}

const ofTerraform: readonly Part[] = ['terraform', 'providers'];

function cannotBeHad(findings: readonly Finding[]): Problem {
  return new Problem({
    what: 'This machine lacks what is needed',
    why: ['', ...findings.map(({ part, found, remedy }) => `  ${part}: ${found}. ${remedy ?? ''}`)].join(
      '\n',
    ),
    next: 'do what is named above, then npm run up; npx dbvault doctor shows all that was looked at',
  });
}

async function agree(toMake: readonly Finding[], yes: boolean): Promise<void> {
  console.error(styled('bold', 'This machine lacks some of what is needed. To be done:', process.stderr));
  for (const { part, found, action, estimatedSeconds } of toMake) {
    const time = estimatedSeconds === undefined ? '' : `, about ${inWords(estimatedSeconds)}`;
    console.error(`  ${part}: ${found}\n    → ${action ?? ''}${time}`);
  }
  if (yes) return;
  if (process.stdin.isTTY && (await confirm('Do it?'))) return;
  throw new Problem({ what: 'Nothing was done', why: 'it needs your word', next: 'npm run up -- --yes' });
}

/** Asks a question at the terminal; anything but yes is no. */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test(await terminal.question(`${question} [y/N] `));
  } finally {
    terminal.close();
  }
}

function inWords(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
