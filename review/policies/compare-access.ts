import type { Capability } from '../../common/policies/capability';
import type { PathRule } from '../../common/policies/parse-policy';
import { Acl, type Rule } from './acl';
import { addTo } from './add-to';
import { changedParts } from './changed-parts';
import { conditionsKey } from './merge-conditions';
import { covers, patternOf, textOf, type PathPattern } from './path-pattern';
import { witnessPaths } from './witness-paths';

/** What may be done with a path, before and after. */
export interface AccessRow {
  /** The path of a policy, or what two of them have in common: with `‹any›` for how a segment goes on. */
  readonly path: string;
  /** None where nothing is allowed; `deny` is said only where a policy says so. */
  readonly before: readonly Capability[];
  readonly after: readonly Capability[];
  /** Whether what binds the requests is not what it was. */
  readonly conditionsChanged: boolean;
}

/**
 * All paths of both sets of rules, with what they come to where they decide themselves, and every part of them that
 * changes otherwise.
 */
export function compareAccess(before: readonly PathRule[], after: readonly PathRule[]): readonly AccessRow[] {
  const acls = { before: new Acl(before), after: new Acl(after) };
  const paths = [...new Set([...acls.before.rules.keys(), ...acls.after.rules.keys()])];
  const depth = Math.max(0, ...paths.map((path) => path.split('/').length));
  const parts = changedParts(acls.before, acls.after, depth).map((part) => ({
    ...part,
    row: rowOf(textOf(part.pattern), part.before, part.after),
  }));
  const whole = new Map(parts.map(({ row }) => [row.path, row]));
  const rows = paths.map((path) => whole.get(path) ?? ownRow(acls, path, depth));
  const told = new Told(rows);
  const own = new Set(rows);
  for (const { row, pattern } of parts) {
    if (own.has(row) || !isChanged(row) || told.tells(row, pattern)) continue;
    rows.push(row);
    told.add(row, pattern);
  }
  return rows.sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

/** Whether something may be done after that could not before, or the other way round. */
export function isChanged({ before, after, conditionsChanged }: AccessRow): boolean {
  return before.join() !== after.join() || conditionsChanged;
}

export function gained({ before, after }: Pick<AccessRow, 'before' | 'after'>): Capability[] {
  return after.filter((capability) => capability !== 'deny' && !before.includes(capability));
}

export function lost({ before, after }: Pick<AccessRow, 'before' | 'after'>): Capability[] {
  return before.filter((capability) => capability !== 'deny' && !after.includes(capability));
}

interface BeforeAndAfter {
  readonly before: Acl;
  readonly after: Acl;
}

/** What a path of a policy comes to where it decides itself; where others decide about all of it, what they say. */
function ownRow({ before, after }: BeforeAndAfter, path: string, depth: number): AccessRow {
  const witnesses = witnessPaths(patternOf(path), depth);
  const isOwn = (witness: string) =>
    [before, after].some((acl) => acl.rules.has(path) && acl.decisiveRule(witness)?.path === path);
  const witness = witnesses.find(isOwn) ?? witnesses[0] ?? path;
  return rowOf(path, before.decisiveRule(witness), after.decisiveRule(witness));
}

function rowOf(path: string, before: Rule | undefined, after: Rule | undefined): AccessRow {
  const [was, is] = [before?.capabilities ?? [], after?.capabilities ?? []];
  const isAllowed = [was, is].every((all) => all.length > 0 && !all.includes('deny'));
  const conditionsChanged =
    conditionsKey(before?.conditions ?? {}) !== conditionsKey(after?.conditions ?? {});
  return { path, before: was, after: is, conditionsChanged: isAllowed && conditionsChanged };
}

/** What changed rows say already. */
class Told {
  private readonly byChange = new Map<string, PathPattern[]>();

  constructor(rows: readonly AccessRow[]) {
    for (const row of rows) if (isChanged(row)) this.add(row, patternOf(row.path));
  }

  add(row: AccessRow, pattern: PathPattern): void {
    addTo(this.byChange, keyOf(row), pattern);
  }

  /** Whether a row of whatever takes all this says the same; who takes a path takes it when it is listed, too. */
  tells(row: AccessRow, pattern: PathPattern): boolean {
    const last = pattern.segments.at(-1);
    const isListed = last?.text === '' && !last.isBeginning;
    const bare = { ...pattern, segments: pattern.segments.slice(0, -1) };
    return (this.byChange.get(keyOf(row)) ?? []).some(
      (told) => covers(told, pattern) || (isListed && covers(told, bare)),
    );
  }
}

function keyOf({ before, after, conditionsChanged }: AccessRow): string {
  return JSON.stringify([before, after, conditionsChanged]);
}
