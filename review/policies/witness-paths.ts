import type { PathPattern } from './path-pattern';

/** In no policy's text, and in no path that Vault takes: only who takes anything there takes a path with it. */
const anything = '\0';

/**
 * Paths that stand for all that a pattern takes: of whatever decides about a path that it takes, one of these is decided
 * by the same. The longest come first.
 *
 * @param depth how many segments the longest pattern has
 */
export function witnessPaths({ segments, isGlob }: PathPattern, depth: number): readonly string[] {
  let stems = [''];
  for (const [index, { text, isBeginning }] of segments.entries()) {
    const isLast = index === segments.length - 1;
    const mayEnd = text !== '' || isLast;
    const options = isBeginning ? [text + anything, ...(mayEnd ? [text] : [])] : [text];
    stems = stems.flatMap((stem) => options.map((option) => stem + option + (isLast ? '' : '/')));
  }
  const rests = isGlob ? restsOf(Math.max(depth - segments.length, 0) + 1) : [''];
  return rests
    .flatMap((rest) => stems.map((stem) => stem + rest))
    .filter((path) => path !== '' && !path.includes('//'));
}

/** So many further segments, and fewer, each with a slash at its end, as who lists asks, and without. */
function restsOf(most: number): string[] {
  const segments = `/${anything}`;
  return Array.from({ length: most + 1 }, (_, fewer) => segments.repeat(most - fewer)).flatMap((rest) => [
    rest,
    `${rest}/`,
  ]);
}
