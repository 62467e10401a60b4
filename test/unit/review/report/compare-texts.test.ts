import { applyPatch } from 'diff';
import fc from 'fast-check';
import { compareTexts, unifiedLines } from '../../../../review/report/compare-texts';
import type { TextChange } from '../../../../review/report/report';

const change = (before: string, after: string): TextChange => ({
  stack: 'access',
  address: 'vault_policy.app',
  title: 'policy app',
  language: 'hcl',
  before,
  after,
});
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

describe('two texts compared', () => {
  it('show what changes with three lines around it, numbered on both sides', () => {
    const before = lines(20);
    const after = before.with(9, 'other').toSpliced(0, 0, 'new');
    const { hunks, skippedAtEnd, gained, lost } = compareTexts(change(before.join('\n'), after.join('\n')));
    expect({ gained, lost, skippedAtEnd }).toEqual({ gained: 2, lost: 1, skippedAtEnd: 7 });
    expect(hunks.map(({ skipped, lines: { length } }) => [skipped, length])).toEqual([
      [0, 4],
      [3, 8],
    ]);
    expect(hunks[0]?.lines[0]).toEqual({ change: 'gained', text: 'new', after: 1 });
    expect(hunks[1]?.lines[3]).toEqual({ change: 'lost', text: 'line 10', before: 10 });
    expect(hunks[1]?.lines[4]).toEqual({ change: 'gained', text: 'other', after: 11 });
  });

  it.each([
    ['made', '', 'a\nb\n'],
    ['gone', 'a\nb\n', ''],
  ])('one of which is %s leave nothing out', (_, before, after) => {
    const { hunks, skippedAtEnd } = compareTexts(change(before, after));
    expect(hunks.map(({ skipped }) => skipped)).toEqual([0]);
    expect(skippedAtEnd).toBe(0);
  });

  it('do not differ by how the last line ends', () => {
    expect(compareTexts(change('a\nb', 'a\nb\n')).hunks).toEqual([]);
  });

  it('show a carriage return, which is a change that nobody sees', () => {
    expect(unifiedLines(change('a\n', 'a\r\n'))).toEqual(['@@ -1,1 +1,1 @@', '-a', '+a\\r']);
  });

  it('come with all of both where they have nothing in common and are long', () => {
    const before = Array.from({ length: 3000 }, (_, index) => `before ${index}`).join('\n');
    const { gained, lost } = compareTexts(change(before, before.replaceAll('before', 'after')));
    expect({ gained, lost }).toEqual({ gained: 3000, lost: 3000 });
  });

  it('make a patch that turns one into the other, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '-d', '+e'), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const asText = (all: readonly string[]) => all.map((line) => `${line}\n`).join('');
        const patch = unifiedLines(change(asText(before), asText(after)));
        const whole = ['--- before', '+++ after', ...patch, ''].join('\n');
        expect(applyPatch(asText(before), whole)).toBe(asText(after));
      }),
    );
  });
});
