import { byPriority, type Acl, type Rule } from './acl';
import { commonOf, everything, takes, type PathPattern } from './path-pattern';
import { Reaches, type Reach } from './reaches';
import { witnessPaths } from './witness-paths';

/** A part of all paths of which one rule decides before and one after, and not alike. */
export interface ChangedPart {
  readonly pattern: PathPattern;
  readonly before: Rule | undefined;
  readonly after: Rule | undefined;
}

/**
 * Every part that changes. Who decides about one is a rule before and a rule after; where neither of these changes
 * itself, both are there both times, and so they are the same one. So only pairs with a changed rule are looked at.
 *
 * @param depth how many segments the longest path of all rules has
 */
export function changedParts(before: Acl, after: Acl, depth: number): readonly ChangedPart[] {
  const isChanged = ({ rule: { path } }: Reach) =>
    before.rules.get(path)?.permits !== after.rules.get(path)?.permits;
  const [old, young] = [new Reaches(before), new Reaches(after)];
  const pairs: (readonly [Reach | undefined, Reach | undefined])[] = [];
  for (const one of old.all.filter(isChanged)) {
    pairs.push([one, undefined]);
    for (const other of young.near(one)) pairs.push([one, other]);
  }
  for (const other of young.all.filter(isChanged)) {
    pairs.push([undefined, other]);
    for (const one of old.near(other)) if (!isChanged(one)) pairs.push([one, other]);
  }
  return pairs.flatMap(([one, other]) => {
    if (one?.rule.permits === other?.rule.permits) return [];
    const [placeBefore, placeAfter] = [placeOf(one, other, before), placeOf(other, one, after)];
    if (placeBefore === undefined || placeAfter === undefined) return [];
    const reach = [one?.pattern ?? everything, other?.pattern ?? everything];
    const pattern = commonOf([...reach, placeBefore, placeAfter]);
    if (pattern === undefined) return [];
    const isDecidedSo = (path: string) =>
      before.decisiveRule(path) === one?.rule && after.decisiveRule(path) === other?.rule;
    const part = withWitness(pattern, witnessPaths(pattern, depth), isDecidedSo);
    return part === undefined ? [] : [{ pattern: part, before: one?.rule, after: other?.rule }];
  });
}

/** The pattern where it has such a path, or that part of it which has. */
function withWitness(
  pattern: PathPattern,
  paths: readonly string[],
  isOne: (path: string) => boolean,
): PathPattern | undefined {
  const ends = listed(pattern);
  const isListed = (path: string) => path.endsWith('/') && takes(ends, path.split('/'));
  if (paths.some((path) => !isListed(path) && isOne(path))) return pattern;
  return paths.some((path) => isListed(path) && isOne(path)) ? ends : undefined;
}

/** Of what a pattern takes, what has nothing after its last slash: what Vault asks about first without that slash. */
function listed({ segments }: PathPattern): PathPattern {
  return { segments: [...segments.slice(0, -1), { text: '', isBeginning: false }], isGlob: false };
}

/**
 * Where the first may decide; undefined where it may not. Where the other is there too and counts more, that is only
 * where the other takes a path with the slash at its end alone, for without it Vault asks first.
 */
function placeOf(one: Reach | undefined, other: Reach | undefined, acl: Acl): PathPattern | undefined {
  if (other === undefined || !acl.rules.has(other.rule.path)) return everything;
  if (one === undefined) return undefined;
  if ((one.isListed && !other.isListed) || byPriority(other.rule, one.rule) <= 0) return everything;
  return other.pattern.segments.at(-1)?.text === '' ? listed(other.pattern) : undefined;
}
