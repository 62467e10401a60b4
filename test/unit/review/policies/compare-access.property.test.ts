import fc from 'fast-check';
import type { PathRule } from '../../../../common/policies/parse-policy';
import { Acl } from '../../../../review/policies/acl';
import {
  compareAccess,
  gained,
  isChanged,
  lost,
  type AccessRow,
} from '../../../../review/policies/compare-access';
import { anyChange, anyRules, everyPath } from './random-rules';

/** One for each run, so that a failure comes again; another one looks elsewhere. */
const seed = Number(process.env['POLICY_SEED'] ?? 20_251_125);
const numRuns = 200;

describe(`what changes, of any two sets of rules (seed ${seed})`, () => {
  it('is told of every path with which something else may be done', () => {
    fc.assert(
      fc.property(anyChange, ({ before, after }) => {
        const rows = changedRows(before, after);
        const untold = changesOf(before, after).filter(
          ({ path, was, is }) => !rows.some((row) => row.takes(path) && says(row, was, is)),
        );
        expect(untold).toEqual([]);
      }),
      { seed, numRuns },
    );
  });

  it('is told of no path without one with which it is so', () => {
    fc.assert(
      fc.property(anyChange, ({ before, after }) => {
        const changes = changesOf(before, after);
        const untrue = changedRows(before, after).filter(
          (row) =>
            [...gained(row), ...lost(row)].length > 0 &&
            !changes.some(({ path, was, is }) => row.takes(path) && says(row, was, is)),
        );
        expect(untrue).toEqual([]);
      }),
      { seed, numRuns },
    );
  });

  it('is told once of each path', () => {
    fc.assert(
      fc.property(anyChange, ({ before, after }) => {
        const paths = compareAccess(before, after).map(({ path }) => path);
        expect(paths).toEqual([...new Set(paths)]);
      }),
      { seed, numRuns },
    );
  });

  it('is nothing where the same rules stand in another order, are split, or are there twice', () => {
    const edit = fc.tuple(anyRules, fc.func(fc.boolean()), fc.infiniteStream(fc.integer()));
    fc.assert(
      fc.property(edit, ([rules, isSplit, order]) => {
        const after = rules
          .flatMap((rule) => (isSplit(rule) ? split(rule) : [rule, rule]))
          .map((rule) => ({ rule, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ rule }) => rule);
        const rows = compareAccess(rules, after);
        expect(rows.filter(isChanged)).toEqual([]);
        expect(rows.map(({ path }) => path)).toEqual([...new Set(rules.map(({ path }) => path))].sort());
      }),
      { seed, numRuns },
    );
  });
});

interface Change {
  readonly path: string;
  readonly was: string;
  readonly is: string;
}

/** Asked path by path. */
function changesOf(before: readonly PathRule[], after: readonly PathRule[]): Change[] {
  const [one, other] = [new Acl(before), new Acl(after)];
  return everyPath.flatMap((path) => {
    const [was, is] = [one.capabilities(path).join(), other.capabilities(path).join()];
    return was === is ? [] : [{ path, was, is }];
  });
}

function changedRows(before: readonly PathRule[], after: readonly PathRule[]) {
  return compareAccess(before, after)
    .filter(isChanged)
    .map((row) => ({ ...row, takes: takenBy(row) }));
}

function says({ before, after }: AccessRow, was: string, is: string): boolean {
  return (before.join() || 'deny') === was && (after.join() || 'deny') === is;
}

function takenBy({ path }: AccessRow): (asked: string) => boolean {
  const source = path
    .replaceAll('‹any›', '\0')
    .replaceAll(/(?<=^|\/)\+(?=\/|$)/g, '\0')
    .replace(/\*$/, '\x01')
    .replaceAll('+', '\\+')
    .replaceAll('\0', '[^/]*')
    .replace('\x01', '.*');
  const pattern = new RegExp(`^${source}/?$`);
  return (asked) => pattern.test(asked);
}

function split(rule: PathRule): PathRule[] {
  const [first, ...others] = rule.capabilities;
  if (first === undefined) return [rule];
  return [
    { ...rule, capabilities: others },
    { ...rule, capabilities: [first] },
  ];
}
