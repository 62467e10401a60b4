import { inspect } from 'node:util';
import type { FilledIn } from '../deployment';
import { crossCheck, type Report } from './cross-checks';
import { checkElsewhere } from './elsewhere-rules';
import { deploymentRules } from './field-rules';
import { checkPgpKeys } from './pgp-checks';
import type { PgpKeyFinding } from './pgp-keys';
import { isPlainObject } from './rule-kinds';

const longestValue = 60;
/** Whoever writes a property that is none may have written a password. */
const notShown = Symbol('value not shown');
const unknownProperty = 'is not a property of a deployment: remove it, or correct its name';

/**
 * Every problem of a deployment, each as `'property' (value) what is wrong: way out`; empty where it is valid.
 *
 * @param pgpKeys what is in the files that `keys.pgp` names
 */
export function findProblems(
  props: unknown,
  filledIn: FilledIn,
  pgpKeys: readonly PgpKeyFinding[],
): string[] {
  const problems = new Set<string>();
  const wrongTypes = new Set<string>();
  const report = (path: readonly string[], value: unknown, problem: string) =>
    problems.add(`'${path.map(showKey).join('.') || 'deployment'}' (${show(value)}) ${problem}`);

  for (const issue of deploymentRules.safeParse(props).error?.issues ?? []) {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) report([...path, key], notShown, unknownProperty);
    } else if (issue.code === 'invalid_key') {
      report(path.slice(0, -1), path.at(-1), issue.issues[0]?.message ?? issue.message);
    } else {
      report(path, valueAt(props, path), issue.message);
      if (issue.code === 'invalid_type' || issue.code === 'custom') wrongTypes.add(path.join());
    }
  }
  if (isPlainObject(props)) {
    const reportRest: Report = (path, value, problem) => {
      if (!wrongTypes.has(path.join())) report(path, value, problem);
    };
    crossCheck(filledIn, reportRest);
    checkElsewhere(props, filledIn, reportRest);
    checkPgpKeys(filledIn, pgpKeys, reportRest);
  }
  return [...problems];
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    root,
  );
}

/** A value on one line, as JSON where JSON can tell it. */
function show(value: unknown): string {
  if (value === undefined) return 'not set';
  if (value === notShown) return 'value not shown';
  return shorten(withoutLogins(json(value) ?? inspect(value, { breakLength: Infinity, compact: true })));
}

/** Of URLs: whoever writes one where none belongs may have written its password. */
function withoutLogins(text: string): string {
  return text.replaceAll(/\/\/[^/]*@/g, '//…@');
}

/** A property's name on one line, without the quotes. */
function showKey(key: string): string {
  return shorten(JSON.stringify(key).slice(1, -1));
}

function shorten(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function json(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'object') return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
