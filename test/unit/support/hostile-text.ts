import fc from 'fast-check';
import type { Report } from '../../../review/report/report';
import { hostileTexts } from './crowded-report';

/** Any text, often with what means something to a terminal, to Markdown or to HTML. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...hostileTexts),
      fc.constantFrom(
        '```',
        '`',
        '|',
        '\\',
        '\n',
        '<',
        '>',
        '&amp;',
        '@team',
        '#1',
        '"',
        "'",
        '\t',
        '\u2028',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const texts = new Set([
  'deployment',
  'stack',
  'name',
  'address',
  'title',
  'meaning',
  'reason',
  'next',
  'identity',
  'policiesBefore',
  'policiesAfter',
  'path',
  'rule',
  'message',
  'remedy',
  'what',
  'declared',
  'found',
  'before',
  'after',
]);

/** The report with other texts in all places that plans and systems fill, one after the other. */
export function withTexts(report: Report, others: readonly string[]): Report {
  let index = 0;
  const other = () => others[index++ % others.length] ?? '';
  const replaced = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return texts.has(key) ? other() : value;
    // Capabilities have words of Vault's alone.
    if (Array.isArray(value)) {
      return key === 'before' || key === 'after' ? value : value.map((item) => replaced(item, key));
    }
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaced(inner, name)]));
  };
  return replaced(report, '') as Report;
}

export const hostileReports = (report: Report): fc.Arbitrary<Report> =>
  fc.array(hostileText, { minLength: 1, maxLength: 40 }).map((others) => withTexts(report, others));
