import { lengthOf, printable } from '../printable';

/** What a terminal, and a log that is read in a browser, shows without breaking a line. */
export const columns = 100;

/**
 * Cuts a text between words into lines so many characters long, spaces at its beginning kept; a word that is longer is
 * cut where it must be.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of printable(text).split(' ')) {
    let rest = Array.from(word);
    if (line !== undefined && lengthOf(line) + 1 + rest.length <= width) {
      line = `${line} ${word}`;
      continue;
    }
    if (line !== undefined) lines.push(line);
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width).join(''));
    line = rest.join('');
  }
  return [...lines, line ?? ''];
}

/**
 * A text with something before its first line, the others as far in as that one.
 *
 * @param before takes part in the wrapping where it is long itself
 * @param shownBefore the same as it is shown, such as in colour
 */
export function hanging(text: string, indent: number, before = '', shownBefore = before): readonly string[] {
  const inner = indent + lengthOf(printable(before));
  if (inner > columns / 2) return hanging(`${before}${text}`, indent);
  const [first = '', ...rest] = wrap(text, columns - inner);
  return [
    `${' '.repeat(indent)}${shownBefore === before ? printable(before) : shownBefore}${first}`,
    ...rest.map((line) => `${' '.repeat(inner)}${line}`),
  ];
}
