/** A text as one word of a POSIX shell. @throws Error for a text with NUL, which no variable and no argument can hold */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new Error('A shell cannot hold a text with NUL');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
