/** The numbers of a version such as `1.21.1`, `v1.11.4`, `go1.26.8` or `20.10.24+dfsg1`; undefined where there are none. */
export function numbersOf(version: string): readonly number[] | undefined {
  const match = /^\D{0,3}(\d+(?:\.\d+)*)/.exec(version.trim());
  return match?.[1]?.split('.').map(Number);
}

/**
 * Whether a version is `minimum` or newer, number by number; a pre-release counts as its release. A text that
 * is no version is not.
 */
export function isAtLeast(version: string, minimum: string): boolean {
  const have = numbersOf(version);
  const want = numbersOf(minimum);
  if (have === undefined || want === undefined) return false;
  for (const [index, number] of want.entries()) {
    const difference = (have[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
