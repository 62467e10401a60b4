import { join } from 'node:path';
import { z } from 'zod';
import { writeOwnFile } from '../common/own-file';
import { parseJson } from '../common/parse-json';
import { inProject } from '../common/project';
import { readIfThere } from '../common/read-if-there';
import { sha256OfText } from '../common/sha256-of';
import { outputFolder, stackFolder, type StackName } from '../constructs/names';
import { sourcesSha256 } from './project-sources';
import { synthesizeInto } from './synthesize';

/** What of the deployment each stack is made from, by stack. */
export type StackInputs = ReadonlyMap<StackName, unknown>;

const checksumsSchema = z.record(z.string(), z.object({ inputs: z.string(), output: z.string() }));

type Checksums = z.infer<typeof checksumsSchema>;

/**
 * Synthesizes the stacks whose part of the deployment, or whose code, is another one than at the last time, or whose
 * file is not as it was left. The others are as they would be written again: with thousands of roles that takes longer
 * than to plan one connection.
 *
 * @param choice what the deployment is loaded by: a name, or a file
 * @returns what is told of each guardrail that the deployment breaks; its stack is synthesized each time
 */
export async function synthesizeChanged(
  choice: string,
  deployment: string,
  inputs: StackInputs,
): Promise<readonly string[]> {
  const folder = inProject(outputFolder(deployment));
  const file = join(folder, 'dbvault-synth.json');
  const known = checksumsSchema.safeParse(parseJson(readIfThere(file) ?? '')).data ?? {};
  const wanted = inputChecksums(inputs);
  const due = [...wanted].filter(
    ([stack, sum]) => known[stack]?.inputs !== sum || known[stack].output !== outputOf(deployment, stack),
  );
  if (due.length === 0) return [];
  const broken = await synthesizeInto(
    folder,
    choice,
    due.map(([stack]) => stack),
  );
  if (broken.length > 0) return broken;
  const written: Checksums = Object.fromEntries(
    [...wanted].map(([stack, sum]) => [stack, { inputs: sum, output: outputOf(deployment, stack) ?? '' }]),
  );
  writeOwnFile(file, `${JSON.stringify(written)}\n`);
  return [];
}

/** A waiver ends with a day, so what was right yesterday is asked again. */
function inputChecksums(inputs: StackInputs): Map<StackName, string> {
  const all = [sourcesSha256(), new Date().toISOString().slice(0, 'yyyy-mm-dd'.length)];
  return new Map(
    [...inputs].map(([stack, part]) => [stack, sha256OfText(JSON.stringify([...all, part]))] as const),
  );
}

function outputOf(deployment: string, stack: StackName): string | undefined {
  const text = readIfThere(inProject(`${stackFolder(deployment, stack)}/cdk.tf.json`));
  return text === undefined ? undefined : sha256OfText(text);
}
