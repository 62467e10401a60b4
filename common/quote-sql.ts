/** PostgreSQL cuts longer names with no more than a notice: the rest would be another role's name. */
const longestNameBytes = 63;

/** A name as SQL writes it. @throws Error for what PostgreSQL cannot have as a name */
export function sqlName(name: string): string {
  const bytes = Buffer.byteLength(name);
  if (bytes === 0 || bytes > longestNameBytes) {
    throw new Error(`A name in PostgreSQL has 1 to ${longestNameBytes} bytes, not ${bytes}`);
  }
  return `"${withoutNul(name).replaceAll('"', '""')}"`;
}

/**
 * A text as SQL writes it. A backslash is written so that it means the same whether the server's
 * `standard_conforming_strings` is on or off.
 *
 * @throws Error for a text with NUL, which PostgreSQL cannot hold
 */
export function sqlText(text: string): string {
  const quoted = `'${withoutNul(text).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted}` : quoted;
}

/** A value as connection strings of PostgreSQL's clients write it, which have escapes of their own. */
export function connectionStringValue(value: string): string {
  return `'${withoutNul(value).replace(/[\\']/g, '\\$&')}'`;
}

function withoutNul(text: string): string {
  if (text.includes('\0')) throw new Error('PostgreSQL cannot hold a text with NUL');
  return text;
}
