import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { projectFolder } from '../../common/project';
import { Problem, exitCodes } from '../../common/problem';
import type { Waiver } from '../../constructs/deployment';
import { stackNames } from '../../constructs/names';
import { loadDeployment } from '../../deployments/load';
import { askPlan, askSynthesis, notNeeded, type Asked } from '../../review/guardrails/ask-rules';
import { parsePlanJson } from '../../review/plan/plan-json';
import { synthesizeInto } from '../../steps/synthesize';

/** What the rules say, of all that was asked about. */
export interface Answer {
  /** The deployment's name; undefined where plans were asked about, which may be anybody's. */
  readonly deployment: string | undefined;
  readonly asked: readonly Asked[];
  readonly unusedWaivers: readonly Waiver[];
  /** The file that a stack is written in, relative to the project. */
  readonly artifactOf: (stack: string) => string;
}

/** Standard input, in the place of a plan's file. */
export const standardInput = '-';

/** Synthesizes the deployment, into a folder of its own that nobody else looks at, and asks about each stack. */
export async function askDeployment(choice: string): Promise<Answer> {
  const { name, connections, waivers } = loadDeployment(choice);
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-check-'));
  try {
    await synthesizeInto(folder, choice);
    const asked = stackNames({ connections }).map((stack) => {
      const json: unknown = JSON.parse(readFileSync(join(folder, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
      return askSynthesis(stack, json, waivers);
    });
    const artifactOf = () => deploymentFile(choice);
    return { deployment: name, asked, unusedWaivers: notNeeded(waivers, asked), artifactOf };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The file that a deployment is chosen by, as SARIF's readers show it. */
export function deploymentFile(choice: string): string {
  return choice.endsWith('.ts') ? inProjectTerms(choice) : `deployments/${choice}.ts`;
}

/** Asks about plans in Terraform's JSON. Waivers are a deployment's, and these may be of none. */
export function askPlans(files: readonly string[]): Answer {
  const asked = files.map((file) => askPlan(stackOf(file), parsePlanJson(read(file), stackOf(file))));
  return { deployment: undefined, asked, unusedWaivers: [], artifactOf: artifactOfPlan };
}

function stackOf(file: string): string {
  return file === standardInput ? 'standard input' : file;
}

function read(file: string): string {
  try {
    return readFileSync(file === standardInput ? 0 : file, 'utf8');
  } catch (error) {
    throw new Problem({
      what: 'Could not read a plan',
      where: stackOf(file),
      why: (error as NodeJS.ErrnoException).code ?? 'unknown reason',
      next: 'terraform show -json plan > plan.json; npx dbvault check plan.json',
      exitCode: exitCodes.usage,
    });
  }
}

function artifactOfPlan(stack: string): string {
  return stack === stackOf(standardInput) ? stack : inProjectTerms(stack);
}

/** With the slashes that a URI has. */
function inProjectTerms(file: string): string {
  return relative(projectFolder, resolve(file)).replaceAll('\\', '/');
}
