/**
 * Control characters (a terminal obeys them), those that turn the order of writing or show nothing (a reader is
 * misled by them), and halves of characters.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text of one line as it may be shown: what cannot be seen is written as `\u{202e}`, a line's end as `\n`. */
export function printable(text: string): string {
  return text.replace(unprintable, visible);
}

/** A text of many lines as it may be shown, with tabs as spaces. */
export function printableLines(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => printable(line.replaceAll('\t', '    ')));
}

/** How many characters a terminal shows of it. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Cut to so many characters, the last of which says so. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

function visible(character: string): string {
  return short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
