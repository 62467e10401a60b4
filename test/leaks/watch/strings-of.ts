/** Every string of a JSON document, as it is and not as JSON writes it, each on a line of its own. */
export function stringsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .flatMap(([key, inner]) => [Array.isArray(value) ? '' : key, stringsOf(inner)])
    .filter((text) => text !== '')
    .join('\n');
}
