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

/** `1 hour`, `90 minutes`, `7 days`: the largest unit that leaves nothing over. */
export function durationInWords(seconds: number): string {
  const [size, unit] = units.find(([size]) => seconds >= size && seconds % size === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
