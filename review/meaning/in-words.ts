/** `a, b and c`. */
export function inWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

const itemsTold = 3;

/** The first ones, and how many more there are. */
export function listed(items: readonly string[]): string {
  if (items.length <= itemsTold + 1) return inWords(items);
  return `${items.slice(0, itemsTold).join(', ')} and ${items.length - itemsTold} more`;
}

const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** `1 hour`, `4 hours 1 minute`, `7 days`: the two largest units, which is as much as anybody compares. */
export function durationInWords(seconds: number): string {
  const parts: string[] = [];
  let left = seconds;
  for (const [size, unit] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? '0 seconds' : parts.slice(0, 2).join(' ');
}
