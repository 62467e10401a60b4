import fc from 'fast-check';
import { printable, printableLines, shortened } from '../../../../review/report/printable';
import { hostileText } from '../../support/hostile-text';

describe('what a person is shown', () => {
  it.each([
    ['plain', 'plain'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['half \ud800', 'half \\u{d800}'],
    ['קוד 数据 é 👍', 'קוד 数据 é 👍'],
  ])('of %j is %s', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('has no sign that a terminal obeys or nobody sees, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });

  it('of many lines is those lines, whether the last one ends or not', () => {
    expect(printableLines('a\n\tb\n')).toEqual(['a', '    b']);
    expect(printableLines('a\n\tb')).toEqual(['a', '    b']);
    expect(printableLines('a\r\nb')).toEqual(['a\\r', 'b']);
    expect(printableLines('')).toEqual([]);
  });

  it('is shortened by whole characters, and says so', () => {
    expect(shortened('👍👍👍', 3)).toBe('👍👍👍');
    expect(shortened('👍👍👍👍', 3)).toBe('👍👍…');
  });
});
