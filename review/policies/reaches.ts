import type { Acl, Rule } from './acl';
import { addTo } from './add-to';
import { headOf, patternOf, type PathPattern } from './path-pattern';

/** What a rule takes. */
export interface Reach {
  readonly rule: Rule;
  readonly pattern: PathPattern;
  /** Whether it is the rule's path with a slash at its end, which who lists asks for. */
  readonly isListed: boolean;
}

interface WithHead extends Reach {
  readonly head: string;
}

/** What the rules of an identity take, to be searched. */
export class Reaches {
  /** In the order of what stands before the first wildcard. */
  readonly all: readonly Reach[];
  private readonly sorted: readonly WithHead[];
  private readonly byHead = new Map<string, WithHead[]>();

  constructor(acl: Acl) {
    this.sorted = [...acl.rules.values()].flatMap(reachesOf).sort((a, b) => compare(a.head, b.head));
    this.all = this.sorted;
    for (const reach of this.sorted) addTo(this.byHead, reach.head, reach);
  }

  /** Those that may have something in common with a reach: up to the first wildcard, one begins with the other. */
  near({ rule }: Reach): readonly Reach[] {
    const found: Reach[] = [];
    const head = headOf(rule.path);
    for (let length = 0; length < head.length; length += 1)
      found.push(...(this.byHead.get(head.slice(0, length)) ?? []));
    for (let index = this.firstFrom(head); this.sorted[index]?.head.startsWith(head); index += 1) {
      const reach = this.sorted[index];
      if (reach !== undefined) found.push(reach);
    }
    return found;
  }

  private firstFrom(head: string): number {
    let [from, to] = [0, this.sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(this.sorted[middle]?.head ?? '', head) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function reachesOf(rule: Rule): WithHead[] {
  const own = { rule, head: headOf(rule.path), pattern: rule.pattern, isListed: false };
  if (rule.pattern.isGlob) return [own];
  // By the same head: the slash is none of what has to begin alike.
  return [own, { ...own, pattern: patternOf(`${rule.path}/`), isListed: true }];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
