import fc from 'fast-check';
import { markdownOf } from '../../../../review/report/markdown';
import { crowdedReport } from '../../support/crowded-report';
import { hostileReports } from '../../support/hostile-text';
import { cleanReport, largeReport } from '../../support/large-report';

const limit = 65_536;
const markdown = markdownOf(largeReport);
const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('| '));

/** Lines outside fences; that each fence is closed is checked on the way. */
function outsideFences(text: string): string[] {
  const outside: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const opening = /^(`{3,})diff$/.exec(line)?.[1];
    if (fence === undefined && opening !== undefined) fence = opening;
    else if (fence === undefined) outside.push(line);
    else if (line === fence) fence = undefined;
    else if (!/^[ +@-]/.test(line)) throw new Error(`not a line of a diff: ${line}`);
  }
  expect(fence).toBeUndefined();
  return outside;
}

describe('the report as Markdown', () => {
  it('begins with the verdict, then the findings, then what is folded', () => {
    const places = [
      '### dbvault plan: orders',
      '**Critical: The volume dbvault-orders-postgres-data is deleted, with all data in it**',
      '20 findings (3 critical',
      '| Severity | What it means |',
      '<summary>Rules: 4 broken, 1 waived</summary>',
      '<summary>Drift: 3 differences',
      '<summary>Access: 6 identities',
      '<summary>Policies, SQL and files: 10 texts</summary>',
      '<summary>Resources: 20 changes</summary>',
      '<summary>Access that stays as it is',
    ].map((part) => markdown.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('has a row for every finding, the weightiest first', () => {
    const severities = rowsOf(markdown)
      .map((row) => /^\| (?:<strong>)?(critical|high|medium|low|info)/.exec(row)?.[1])
      .filter((severity) => severity !== undefined)
      .slice(0, largeReport.findings.length);
    expect(severities).toEqual(largeReport.findings.map(({ severity }) => severity));
  });

  it.each([
    '| <code>database/creds/&#42;</code> | nothing | read | <strong>+read</strong> |',
    '| <code>sys/leases/renew</code> | update | nothing | <strong>−update</strong> |',
    '<strong>approle app</strong>, policies: app, legacy → app',
    '```diff\n@@ -1,7 +1,7 @@\n path "auth/approle/role/app/secret-id" {',
    '| containers | ± replace | <code>docker&#95;volume.postgres-data</code> |',
    '<em>Waived:</em> The reporting host has no agent yet',
  ])('says %j', (part) => {
    expect(markdown).toContain(part);
  });

  it('shows all of a large change', () => {
    expect(markdown).not.toContain('left out');
    expect(markdown.length).toBeLessThan(limit);
  });

  it('is a line where nothing changes, with what is waived', () => {
    expect(markdownOf({ ...cleanReport, rules: [] })).toBe(
      '**dbvault plan orders: Nothing changes.** 3 stacks; what runs was looked at; drift: none. 2026-10-02 09:14 UTC\n',
    );
    expect(markdownOf(cleanReport)).toContain('waived until 2027-01-31');
  });
});

describe('a report that is longer than a comment', () => {
  it('is cut, and says what is left out', () => {
    const cut = markdownOf(crowdedReport);
    expect(cut.length).toBeLessThanOrEqual(limit);
    expect(cut.length).toBeGreaterThan(limit - 2000);
    expect(cut).toMatch(/\*\d+ of 300 are left out here: a comment has 65,536 characters at the most/);
    expect(cut).toContain('All 40 are left out here');
  });

  it('loses no finding before all else', () => {
    const few = { ...crowdedReport, findings: crowdedReport.findings.slice(0, 60) };
    const cut = markdownOf(few);
    expect(cut).not.toContain('of 60 are left out');
    expect(cut).toMatch(/All 40 are left out|of 40 are left out/);
    const all = rowsOf(markdownOf(crowdedReport));
    expect(all.some((row) => row.includes('Finding 0:'))).toBe(true);
    expect(all.filter((row) => !/^\| (<strong>|Severity|---|medium|low|info)/.test(row))).toEqual([]);
  });

  it('loses of the findings the lightest', () => {
    const told = rowsOf(markdownOf(crowdedReport)).flatMap((row) => /Finding (\d+):/.exec(row)?.[1] ?? []);
    expect(told).toEqual(told.map((_, index) => String(index)));
  });
});

describe('whatever is in the plan', () => {
  const tags = /<\/?(?:details|summary|strong|em|code)>|<details open>|<br>/g;
  const signs = /[<>`\\[\]]|&(?!#\d+;)|@(?=\w)/;
  const own = /^\*\*|\*\*$|^### |^- |^\*.*\*$|`npx dbvault plan --html`/g;

  it('no part of it is markup, a mention, or too much', () => {
    fc.assert(
      fc.property(hostileReports(largeReport), (report) => {
        const text = markdownOf(report);
        expect(text.length).toBeLessThanOrEqual(limit);
        const lines = outsideFences(text);
        expect(lines.filter((line) => signs.test(line.replace(tags, '').replace(own, '')))).toEqual([]);
        expect(text.match(/<details/g)?.length).toBe(lines.filter((line) => line === '</details>').length);
      }),
      { numRuns: 100 },
    );
  });

  it('tables keep their columns', () => {
    fc.assert(
      fc.property(hostileReports(largeReport), (report) => {
        const pipes = outsideFences(markdownOf(report)).map((line) => line.match(/\|/g)?.length ?? 0);
        const isOther = (count: number, index: number) =>
          count > 0 && (pipes[index - 1] ?? 0) > 0 && count !== pipes[index - 1];
        expect(pipes.filter(isOther)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
