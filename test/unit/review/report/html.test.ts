import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { htmlOf } from '../../../../review/report/html';
import { hostileReports } from '../../support/hostile-text';
import { cleanReport, largeReport } from '../../support/large-report';

const html = htmlOf(largeReport);
const headings = (level: string) =>
  [...html.matchAll(new RegExp(`<h${level}[^>]*>(.*?)</h${level}>`, 'g'))].map(([, inner = '']) =>
    inner.replace(/<[^>]*>/g, '').trim(),
  );

describe('the report as HTML', () => {
  it('has one heading of its own, and parts in their order', () => {
    expect(headings('1')).toEqual(['Plan for orders']);
    expect(headings('2').map((title) => title.split('  ')[0]?.replace(/ (what|4) .*/, ''))).toEqual([
      'Findings',
      'Access',
      'Policies, SQL, files',
      'Resources',
      'Rules',
      'Drift',
    ]);
  });

  it('has all findings, the weightiest first', () => {
    const shown = headings('4').map((title) => title.replaceAll('&#39;', "'"));
    expect(shown).toEqual(largeReport.findings.map(({ meaning }) => meaning));
  });

  it('never steps over a level of headings', () => {
    const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    levels.forEach((level, index) => {
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    });
  });

  it.each([
    '<ins>+read</ins>',
    '<del>−legacy</del>',
    'Waived until 2026-09-30',
    'The reporting host has no agent yet',
    '6 lines unchanged',
    'forces replacement',
    'a policy that may read database/creds/*',
    '<time datetime="2026-10-02T09:14:27.318Z">2026-10-02 09:14 UTC</time>',
  ])('says %s', (part) => {
    expect(html).toContain(part);
  });

  it('has no hole in it', () => {
    expect(html).not.toMatch(/undefined|\[object|NaN/);
    expect(htmlOf(cleanReport)).not.toMatch(/undefined|\[object|NaN/);
  });

  it('allows its own style sheet and nothing else', () => {
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(style).not.toMatch(/url\(|@import|expression/);
    expect(html).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
  });

  it('says that nothing changes where nothing does, and only what there is to say', () => {
    const clean = htmlOf(cleanReport);
    expect(clean).toContain('<p class="headline">\nNothing changes</p>');
    expect(clean).toContain('What runs is as declared.');
    expect(clean).not.toContain('id="findings"');
    const { drift, ...unasked } = cleanReport;
    expect(drift).toEqual([]);
    expect(htmlOf(unasked)).not.toContain('id="drift"');
  });

  it('has no element and no attribute but its own, whatever is in the plan', () => {
    const known = new Set<string>(html.match(/<\/?[a-z][^\s>]*|\s[a-z-]+(?==")/gi));
    fc.assert(
      fc.property(hostileReports(largeReport), (report) => {
        const body = htmlOf(report).replace(/<style>.*?<\/style>/s, '');
        const tag = /<(\/?[a-z][a-z0-9]*)((?:\s[a-z-]+(?:="[^"]*")?)*)\s?\/?>|<!doctype html>/gi;
        const used = [...body.matchAll(tag)].flatMap(([, name, attributes]) => [
          ...(name === undefined ? [] : [`<${name}`]),
          ...(attributes?.match(/\s[a-z-]+(?==")/gi) ?? []),
        ]);
        expect(used.filter((one) => !known.has(one))).toEqual([]);
        expect(body.replace(tag, '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 50 },
    );
  });
});
