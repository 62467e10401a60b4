/** A segment of a path: a text, or the beginning of one. `+` is the beginning that every segment has. */
interface Segment {
  readonly text: string;
  readonly isBeginning: boolean;
}

/** A path of a policy, or what two of them have in common, taken apart. */
export interface PathPattern {
  readonly segments: readonly Segment[];
  /** Whether more segments may follow: `*` at the end. */
  readonly isGlob: boolean;
}

/** Stands, in a path that is shown, for how a segment goes on: for what no policy can say, where two meet. */
const rest = '‹any›';

/** Whether a path stands for itself alone. What holds `/+` counts as a pattern to Vault, whatever follows. */
export function isExact(path: string): boolean {
  return !path.endsWith('*') && !hasWildcards(path);
}

/** Whether `+` stands for a segment somewhere. */
export function hasWildcards(path: string): boolean {
  return path === '+' || path.includes('/+') || path.startsWith('+/');
}

/** What stands before the first wildcard; all of an exact path. */
export function headOf(path: string): string {
  if (hasWildcards(path)) return path.slice(0, path.indexOf('+'));
  return path.endsWith('*') ? path.slice(0, -1) : path;
}

export function patternOf(path: string): PathPattern {
  const isGlob = path.endsWith('*');
  const texts = (isGlob ? path.slice(0, -1) : path).split('/');
  const segments = texts.map((text, index): Segment => {
    if (text === '+') return { text: '', isBeginning: true };
    return { text, isBeginning: isGlob && index === texts.length - 1 };
  });
  return { segments, isGlob };
}

/** In the words of policies, as far as they have any. */
export function textOf({ segments, isGlob }: PathPattern): string {
  const texts = segments.map(({ text, isBeginning }, index) => {
    if (!isBeginning || (isGlob && index === segments.length - 1)) return text;
    return text === '' ? '+' : text + rest;
  });
  return texts.join('/') + (isGlob ? '*' : '');
}

/** @param parts the path, cut at each slash */
export function takes({ segments, isGlob }: PathPattern, parts: readonly string[]): boolean {
  if (isGlob ? parts.length < segments.length : parts.length !== segments.length) return false;
  return segments.every(({ text, isBeginning }, index) => {
    const part = parts[index] ?? '';
    return isBeginning ? part.startsWith(text) : part === text;
  });
}

/** Whether the first takes all that the second takes. */
export function covers(one: PathPattern, other: PathPattern): boolean {
  const [many, others] = [one.segments.length, other.segments.length];
  if (one.isGlob ? many > others : other.isGlob || many !== others) return false;
  return one.segments.every(({ text, isBeginning }, index) => {
    const segment = other.segments[index];
    if (segment === undefined) return false;
    return isBeginning ? segment.text.startsWith(text) : !segment.isBeginning && segment.text === text;
  });
}

/** Takes every path. */
export const everything: PathPattern = { segments: [{ text: '', isBeginning: true }], isGlob: true };

/** What all of them take; undefined where that is nothing, as it is where one is undefined. */
export function commonOf(patterns: readonly (PathPattern | undefined)[]): PathPattern | undefined {
  return patterns.reduce(
    (one, other) => (one === undefined || other === undefined ? undefined : commonOfTwo(one, other)),
    everything,
  );
}

function commonOfTwo(one: PathPattern, other: PathPattern): PathPattern | undefined {
  const [long, short] = one.segments.length >= other.segments.length ? [one, other] : [other, one];
  if (!short.isGlob && long.segments.length > short.segments.length) return undefined;
  const segments: Segment[] = [];
  for (const [index, segment] of long.segments.entries()) {
    const common = commonSegment(segment, short.segments[index]);
    if (common === undefined) return undefined;
    segments.push(common);
  }
  return { segments, isGlob: one.isGlob && other.isGlob };
}

function commonSegment(one: Segment, other: Segment | undefined): Segment | undefined {
  if (other === undefined) return one;
  if (one.isBeginning && other.text.startsWith(one.text)) return other;
  if (other.isBeginning && one.text.startsWith(other.text)) return one;
  return one.text === other.text && !one.isBeginning && !other.isBeginning ? one : undefined;
}
