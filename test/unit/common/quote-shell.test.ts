import { shellWord } from '../../../common/quote-shell';

describe('shellWord', () => {
  it.each([
    ['plain', "'plain'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(id) `id` "$HOME" \\', '\'$(id) `id` "$HOME" \\\''],
    ['two\nlines', "'two\nlines'"],
    ['', "''"],
  ])('%j becomes %s', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  it('refuses NUL', () => {
    expect(() => shellWord('a\0b')).toThrow('A shell cannot hold a text with NUL');
  });
});
