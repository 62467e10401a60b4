import fc from 'fast-check';
import { code, escaped, fenced } from '../../../../review/report/markdown/escape';
import { printable, shortened } from '../../../../review/report/printable';
import { hostileText } from '../../support/hostile-text';

/** What a browser shows of it. */
function shown(markdown: string): string {
  return markdown
    .replaceAll('&#8203;', '')
    .replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}

describe('a text in Markdown', () => {
  it.each([
    ['a|b', 'a&#124;b'],
    ['**bold** _it_', '&#42;&#42;bold&#42;&#42; &#95;it&#95;'],
    ['<b>&amp;', '&#60;b&#62;&#38;amp;'],
    ['`x`', '&#96;x&#96;'],
    ['a\nb', 'a&#92;nb'],
    ['@everyone', '@&#8203;everyone'],
    ['see #1, GH-2', 'see &#35;&#8203;1, GH&#8203;-2'],
    ['https://x.example', 'https:&#8203;//x.example'],
    ['www.x.example', 'www&#8203;.x.example'],
    [':tada:', ':&#8203;tada:'],
    ['policy app: reads', 'policy app: reads'],
  ])('of %j is %s', (text, markdown) => {
    expect(escaped(text)).toBe(markdown);
  });

  it('is what it was to whoever reads it, and nothing to whoever parses it', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shown(escaped(text))).toBe(shortened(printable(text), 400));
        expect(escaped(text)).not.toMatch(/[<>`*_~[\]\\|!$\n]|&(?!#\d+;)|@(?!&#8203;)|(?<!&)#|:\/\/|www\./i);
      }),
      { numRuns: 1000 },
    );
  });

  it('stands in code where it is a name, and nowhere where there is none', () => {
    expect(code('vault_policy.app')).toBe('<code>vault&#95;policy.app</code>');
    expect(code('')).toBe('');
  });

  it('is as it is in a fence that is longer than any in it', () => {
    expect(fenced('diff', [' a'])).toBe('```diff\n a\n```');
    expect(fenced('diff', ['+````', '-```'])).toBe('`````diff\n+````\n-```\n`````');
  });
});
