import { sideBySide } from '../../common/side-by-side';
import { meaningOf } from '../../review/meaning';
import { loadSqlParser } from '../../review/meaning/sql/load-sql-parser';
import { changesOf, type Plan } from '../../review/plan/plan';
import { cases, harmless } from './cases';
import { deployment } from './support/deployments';
import { PlanPairs } from './support/plan-pairs';
import { disagreements } from './support/review-case';

const minuteMs = 60_000;
const atOnce = 2;

describe('what real plans mean', () => {
  const pairs = new PlanPairs();
  const all = [...cases, ...harmless];
  const planned = new Map<string, readonly Plan[] | Error>();

  beforeAll(async () => {
    await loadSqlParser();
    await sideBySide(all, atOnce, async ({ title, ...pair }) => {
      planned.set(title, await pairs.plansOf(pair).catch((error: unknown) => error as Error));
    });
  }, 20 * minuteMs);
  afterAll(() => pairs.remove());

  function plansOf(title: string): readonly Plan[] {
    const plans = planned.get(title);
    if (plans instanceof Error || plans === undefined) throw plans ?? new Error(`${title} has no plan`);
    return plans;
  }

  it('are at least 60, each with a title of its own', () => {
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(60);
  });

  it('are of what is, and change nothing where nothing is changed', async () => {
    const plans = await pairs.plansOf({ before: deployment(), after: deployment() });
    expect(plans.map(({ stack, resources }) => [stack, Math.min(resources.length, 3)])).toEqual([
      ['containers', 3],
      ['access', 3],
      ['database-pg', 2],
    ]);
    expect(plans.flatMap(changesOf)).toEqual([]);
  });

  it.each(cases)('$title', ({ title, expected }) => {
    expect(expected.length).toBeGreaterThan(0);
    const found = meaningOf(plansOf(title));
    expect(disagreements(expected, found)).toEqual({ missing: [], unexpected: [] });
  });

  it.each(harmless)('nothing: $title', ({ title }) => {
    expect(disagreements([], meaningOf(plansOf(title)))).toEqual({ missing: [], unexpected: [] });
  });
});
