import { inOrder, type Capability } from '../../common/policies/capability';
import type { Conditions, PathRule } from '../../common/policies/parse-policy';
import { conditionsKey, mergeConditions } from './merge-conditions';
import { addTo } from './add-to';
import { hasWildcards, headOf, isExact, patternOf, takes, type PathPattern } from './path-pattern';

/** What the rules of one path come to, merged over all policies. */
export interface Permissions {
  readonly capabilities: readonly Capability[];
  readonly conditions: Conditions;
}

/** One path of the policies, with what they permit there together. */
export interface Rule extends Permissions {
  readonly path: string;
  readonly pattern: PathPattern;
  /** The higher one decides, of two that take the same path. */
  readonly priority: Priority;
  /** The same for rules that permit the same. */
  readonly permits: string;
}

/** What a token with several policies may do: the same that Vault 1.21.1 works out (`vault/acl.go`). */
export class Acl {
  /** By their paths. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** By what stands before the first wildcard. */
  private readonly patterns = new Map<string, Rule[]>();
  /** The longest first. */
  private readonly headLengths: readonly number[];

  constructor(rules: readonly PathRule[]) {
    const merged = new Map<string, Permissions>();
    for (const rule of rules) merged.set(rule.path, merge(merged.get(rule.path), rule));
    this.rules = new Map([...merged].map(([path, permissions]) => [path, ruleOf(path, permissions)]));
    const patterns = [...this.rules.values()].filter(({ path }) => !isExact(path));
    for (const rule of patterns.sort((a, b) => byPriority(b, a)))
      addTo(this.patterns, headOf(rule.path), rule);
    this.headLengths = [...new Set([...this.patterns.keys()].map(({ length }) => length))].sort(
      (a, b) => b - a,
    );
  }

  /** As `sys/capabilities` tells them. */
  capabilities(path: string): readonly Capability[] {
    const capabilities = this.decisiveRule(path)?.capabilities ?? [];
    return capabilities.length === 0 ? ['deny'] : capabilities;
  }

  /**
   * The rule that decides about a path, if any does. Vault tells of a path as if it were listed: what is allowed
   * without the slash at its end comes first.
   */
  decisiveRule(givenPath: string): Rule | undefined {
    const path = givenPath.replace(/^\/+/, '');
    const bare = path.replace(/\/$/, '');
    return this.exactRule(path) ?? this.exactRule(bare) ?? this.firstPattern(bare) ?? this.firstPattern(path);
  }

  private exactRule(path: string): Rule | undefined {
    return isExact(path) ? this.rules.get(path) : undefined;
  }

  private firstPattern(path: string): Rule | undefined {
    const parts = path.split('/');
    for (const length of this.headLengths) {
      if (length > path.length) continue;
      const found = this.patterns.get(path.slice(0, length))?.find(({ pattern }) => takes(pattern, parts));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Positive where the first of two rules decides about whatever both take. */
export function byPriority({ priority: one }: Rule, { priority: other }: Rule): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  if (index === -1) return 0;
  return (one[index] ?? 0) > (other[index] ?? 0) ? 1 : -1;
}

/** It is exact, its first wildcard comes late, it has no `*`, few `+`, is long, and at last by its letters. */
type Priority = readonly (number | string)[];

function priorityOf(path: string): Priority {
  const wildcards = hasWildcards(path) ? path.split('/').filter((segment) => segment === '+').length : 0;
  const bytes = Buffer.from(path);
  return [
    Number(isExact(path)),
    headOf(path).length,
    Number(!path.endsWith('*')),
    -wildcards,
    bytes.length,
    bytes.toString('hex'),
  ];
}

function merge(before: Permissions | undefined, { capabilities, conditions }: PathRule): Permissions {
  if (before === undefined) return { capabilities, conditions };
  if (before.capabilities.includes('deny')) return before;
  if (capabilities.includes('deny')) return { capabilities, conditions: {} };
  return {
    capabilities: inOrder([...before.capabilities, ...capabilities]),
    conditions: mergeConditions(before.conditions, conditions),
  };
}

function ruleOf(path: string, { capabilities, conditions }: Permissions): Rule {
  const permits = `${capabilities.join()} ${conditionsKey(conditions)}`;
  return { path, capabilities, conditions, pattern: patternOf(path), priority: priorityOf(path), permits };
}
