import { parsePolicy, PolicyError, type PathRule } from '../../../common/policies/parse-policy';
import { weightOf } from '../../meaning/access/weigh';
import type { Severity } from '../../meaning/finding';
import { inWords, listed } from '../../meaning/in-words';
import { worstOf } from '../found-in';

/** A path, and what may be done with it. */
export type Right = Pick<PathRule, 'path' | 'capabilities'>;

/** The rules of a policy; undefined where nobody can tell what it allows. */
export function rulesOf(hcl: string): readonly PathRule[] | undefined {
  try {
    return parsePolicy(hcl);
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

/** What it means that somebody has these rights. */
export function severityOf(rights: readonly Right[], least: Severity): Severity {
  const weights = rights
    .filter(allows)
    .map(({ path, capabilities }) => weightOf(path, capabilities).severity);
  return worstOf(weights, least);
}

/** `read a, update b and 2 more`. */
export function rightsInWords(rights: readonly Right[]): string {
  const told = rights.filter(allows).map(({ path, capabilities }) => `${inWords(capabilities)} ${path}`);
  return told.length === 0 ? 'nothing' : listed(told);
}

function allows({ capabilities }: Right): boolean {
  return capabilities.length > 0 && !capabilities.includes('deny');
}
