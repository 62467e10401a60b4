import type { Report } from '../../../../review/report/report';
import { isQuiet, verdictOf } from '../../../../review/report/verdict';
import { cleanReport, largeReport } from '../../support/large-report';

const quiet: Report = { ...cleanReport, rules: [], drift: [] };
const [broken] = largeReport.rules;
const [low] = largeReport.findings.filter(({ severity }) => severity === 'low');
const [waived] = largeReport.rules.filter(({ waiver }) => waiver?.hasEnded === false);
if (broken === undefined || low === undefined || waived === undefined)
  throw new Error('the fixture has them');

describe('the verdict', () => {
  it('begins with the weightiest finding, and counts all', () => {
    const { severity, headline, counts, others } = verdictOf(largeReport);
    expect(severity).toBe('critical');
    expect(headline).toBe('The volume dbvault-orders-postgres-data is deleted, with all data in it');
    expect(counts).toEqual([
      '20 findings (3 critical, 7 high, 7 medium, 2 low, 1 info)',
      '20 changes (containers 5, access 9, database 4, database-2 2)',
    ]);
    expect(others).toEqual(['rules: 4 broken, 1 waived', 'drift: 1 high, 1 medium, 1 low']);
  });

  it('begins with a broken rule where no finding weighs as much', () => {
    const { headline } = verdictOf({ ...quiet, outcome: 'changes', findings: [low], rules: [broken] });
    expect(headline).toBe(`Rule broken by ${broken.address}: ${broken.title}`);
  });

  it('begins with drift where that is all there is', () => {
    const { severity, headline } = verdictOf({ ...quiet, drift: largeReport.drift ?? [] });
    expect([severity, headline]).toEqual(['high', 'In Vault, policy by-hand is otherwise than declared']);
  });

  it('says so where what changes is nothing to look out for', () => {
    const { severity, headline, counts } = verdictOf({
      ...quiet,
      outcome: 'changes',
      stacks: largeReport.stacks,
    });
    expect([severity, headline, counts[0]]).toEqual([
      undefined,
      'Nothing to look out for in what changes',
      'no findings',
    ]);
  });

  it('is that nothing changes where nothing does, and what was looked at', () => {
    expect(verdictOf(quiet)).toEqual({
      severity: undefined,
      headline: 'Nothing changes',
      counts: ['3 stacks', 'what runs was looked at'],
      others: ['drift: none'],
    });
  });

  it('says which stacks were not looked at', () => {
    const stacks = quiet.stacks.map((stack) => ({
      ...stack,
      basis: stack.name === 'database' ? ('state' as const) : ('live' as const),
    }));
    expect(verdictOf({ ...quiet, stacks }).counts).toEqual([
      '3 stacks',
      'containers, access: what runs was looked at',
      "database: by Terraform's state alone: what runs was not looked at",
    ]);
  });

  it.each([
    ['a waived rule', { rules: [waived] }, true],
    ['a broken rule', { rules: [broken] }, false],
    ['drift', { drift: largeReport.drift ?? [] }, false],
    ['a finding', { findings: [low] }, false],
    ['changes', { outcome: 'changes' as const }, false],
  ])('is quiet with %s: %j', (_, with_, expected) => {
    expect(isQuiet({ ...quiet, ...with_ })).toBe(expected);
  });
});
