import fc from 'fast-check';
import { lengthOf } from '../../../../review/report/printable';
import { textOf } from '../../../../review/report/text';
import { hanging, wrap } from '../../../../review/report/text/wrap';
import { hostileReports, hostileText } from '../../support/hostile-text';
import { cleanReport, largeReport } from '../../support/large-report';

const text = textOf(largeReport);

describe('the report at a terminal', () => {
  it('begins with the verdict', () => {
    expect(text.split('\n')[0]).toBe(
      '■ CRITICAL The volume dbvault-orders-postgres-data is deleted, with all data in it',
    );
    expect(text.split('\n').slice(1, 4).join(' ')).toContain('20 findings (3 critical, 7 high');
  });

  it('tells the weightiest first, then resources, access, rules, drift, and the long texts last', () => {
    const titles = [
      'Critical (3)',
      'High (7)',
      'Medium (7)',
      'Low (2)',
      'Info (1)',
      'Resources',
      'Access: + gained, - lost',
      'Rules that do not hold',
      'Drift: otherwise than declared',
      'file /docker-entrypoint-initdb.d/bootstrap.sql (containers docker_container.postgres)',
    ];
    const places = titles.map((title) => text.indexOf(`\n\n${title}\n`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('has every finding with its reason and what to do', () => {
    const oneLine = text.replace(/\s+/g, ' ');
    for (const { meaning, reason, next } of largeReport.findings) {
      expect(oneLine).toContain(meaning);
      expect(oneLine).toContain(reason);
      expect(oneLine).toContain(next ?? '');
    }
  });

  it.each([
    '    ± docker_volume.postgres-data\n        name: dbvault-orders-postgres-data → dbvault-orders-postgres-16-data (forces replacement)',
    '    + docker_image.postgres\n    - docker_volume.audit-archive',
    "  database: 1 create, 2 update, 1 replace (by Terraform's state alone: what runs was not looked at)",
    '  approle app, policies app, legacy → app\n    database/creds/orders-app: -read',
    '    auth/approle/role/app/secret-id: update bound otherwise',
    '    kv/data/orders/customers/*: now denied',
    '  ▲ ttl-bounded (error, waiver ended 2026-09-30): Credentials live for 24 hours at the most',
    '  · loopback (waived until 2027-01-31): What is published is published on loopback',
    '    declared: no such policy\n    found:    a policy that may read database/creds/*',
    '  -  max_wrapping_ttl = "900s"\n  +  max_wrapping_ttl = "24h"',
  ])('says %j', (part) => {
    expect(text).toContain(part);
  });

  it('is coloured by what it is given, and by that alone', () => {
    const coloured = textOf(largeReport, (style, part) => `<${style}>${part}</${style}>`);
    expect(coloured).toContain('<red>■</red> <bold>CRITICAL </bold>');
    expect(coloured.replace(/<\/?(bold|dim|red|green|yellow)>/g, '')).toBe(text);
  });

  it('is short where nothing changes', () => {
    expect(textOf(cleanReport).split('\n')).toEqual([
      'Nothing changes in orders, 2026-10-02 09:14 UTC: 3 stacks; what runs was looked at',
      'Waived: loopback at docker_container.postgres until 2027-01-31; drift: none',
    ]);
    const { drift, ...unasked } = cleanReport;
    expect(drift).toEqual([]);
    expect(textOf({ ...unasked, rules: [] }).split('\n')).toHaveLength(1);
  });

  it('fits 100 columns and sends the terminal nothing that it obeys, whatever is in the plan', () => {
    fc.assert(
      fc.property(hostileReports(largeReport), (report) => {
        const lines = textOf(report).split('\n');
        expect(Math.max(...lines.map(lengthOf))).toBeLessThanOrEqual(100);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a report of changes that are nothing to look out for', () => {
  it('says so, and which these are', () => {
    const harmless = textOf({ ...cleanReport, outcome: 'changes', stacks: largeReport.stacks });
    expect(harmless.split('\n')[0]).toBe('Nothing to look out for in what changes');
    expect(harmless).toContain('    + docker_image.postgres');
  });
});

describe('a line that is too long', () => {
  it('goes on where it began, unless that is far in', () => {
    expect(hanging('word '.repeat(30).trim(), 2, 'Next: ')[1]).toMatch(/^ {8}word/);
    expect(hanging('word', 2, `${'name'.repeat(50)}: `)[1]).toMatch(/^ {2}me(name)+/);
  });

  it('is cut between words, and keeps spaces at its beginning', () => {
    expect(wrap('  one two three', 9)).toEqual(['  one two', 'three']);
  });

  it('is cut within a word that is longer', () => {
    expect(wrap('a 123456789012 b', 5)).toEqual(['a', '12345', '67890', '12 b']);
  });

  it('loses nothing but the spaces where it was cut', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 40 }), (given, width) => {
        const lines = wrap(given, width);
        expect(Math.max(...lines.map(lengthOf))).toBeLessThanOrEqual(width);
        const bare = (of: string) => of.replaceAll(' ', '');
        expect(bare(lines.join(''))).toBe(bare(wrap(given, 1_000_000).join('')));
      }),
    );
  });
});
