import type { FilledIn } from '../deployment';
import { crossCheck } from './cross-checks';
import { deploymentRules } from './field-rules';

const longestValue = 60;
const unknownProperty = 'is not a property of a deployment: remove it, or correct its name';

/** Every problem of a deployment, each as `'property' (value) what is wrong: way out`; empty where it is valid. */
export function findProblems(deployment: FilledIn): string[] {
  const problems = new Set<string>();
  const report = (path: readonly string[], value: unknown, problem: string) =>
    problems.add(`'${path.join('.')}' (${show(value)}) ${problem}`);

  for (const issue of deploymentRules.safeParse(deployment).error?.issues ?? []) {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        report([...path, key], valueAt(deployment, [...path, key]), unknownProperty);
    } else if (issue.code === 'invalid_key') {
      report(path.slice(0, -1), path.at(-1), issue.issues[0]?.message ?? issue.message);
    } else {
      report(path, valueAt(deployment, path), issue.message);
    }
  }
  crossCheck(deployment, report);
  return [...problems];
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    root,
  );
}

function show(value: unknown): string {
  const text = value === undefined ? 'not set' : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
