import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { inProject } from '../common/project';
import { databaseStack, stateFile, type DatabaseStackName } from '../constructs/names';

const ending = '.tfstate';

/** The stacks of connections that have a state and are declared no more. */
export function removedStacks(
  deployment: string,
  declared: readonly DatabaseStackName[],
): DatabaseStackName[] {
  const folder = dirname(inProject(stateFile(deployment, 'containers')));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.startsWith(databaseStack('')) && file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length) as DatabaseStackName)
    .filter((stack) => !declared.includes(stack))
    .sort();
}
