/** Pieces of an SVG. Every text knows its room: one that would not fit stops the drawing. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Font size by text style, and the widest a character is on average in the fonts that may stand in. */
const textStyles = {
  title: { size: 14, advance: 0.58 },
  body: { size: 12, advance: 0.54 },
  mono: { size: 12, advance: 0.605 },
  muted: { size: 12, advance: 0.54 },
  small: { size: 11, advance: 0.54 },
  pill: { size: 11, advance: 0.58 },
} as const;

export type TextStyle = keyof typeof textStyles;

export function textWidth(content: string, style: TextStyle): number {
  const { size, advance } = textStyles[style];
  return content.length * size * advance;
}

/** A line of text with its baseline at `y`. @throws Error where it does not fit into `room` */
export function text(
  { x, y }: Point,
  content: string,
  style: TextStyle,
  room: number,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  if (textWidth(content, style) > room) {
    throw new Error(`'${content}' needs ${Math.ceil(textWidth(content, style))} px and has ${room}`);
  }
  const align = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" class="${style}"${align}>${escaped(content)}</text>`;
}

export function rectangle({ x, y, width, height }: Box, className: string, radius = 8): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" class="${className}"/>`;
}

/** A line through these points, with an arrowhead at its end. */
export function arrow(points: readonly Point[], className = 'arrow'): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
  return `<path d="${path}" class="${className}" marker-end="url(#head)"/>`;
}

/** A word in a capsule. `x` is its left edge, or its right one where it is aligned to the end. */
export function pill(
  { x, y }: Point,
  word: string,
  className: string,
  align: 'start' | 'end' = 'start',
): string {
  const width = Math.ceil(textWidth(word, 'pill')) + 16;
  const left = align === 'start' ? x : x - width;
  return [
    rectangle({ x: left, y, width, height: 18 }, `pill-box ${className}`, 9),
    `<text x="${left + width / 2}" y="${y + 13}" class="pill ${className}" text-anchor="middle">${escaped(word)}</text>`,
  ].join('\n');
}

export function pillWidth(word: string): number {
  return Math.ceil(textWidth(word, 'pill')) + 16;
}

/** A whole picture. @param more styles of its own, beside those that all pictures have */
export function document(
  width: number,
  height: number,
  title: string,
  parts: readonly string[],
  more = '',
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}${more}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">' +
      '<path d="M0 0.5 L8 4 L0 7.5 z" class="head"/></marker></defs>',
    rectangle({ x: 0.5, y: 0.5, width: width - 1, height: height - 1 }, 'page', 12),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function escaped(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
svg { --page: #fbfbfc; --edge: #d5d9df; --card: #ffffff; --line: #c3c9d2; --ink: #1c2330; --quiet: #5b6675; --arrow: #7b8594;
  --zone: #f1f4f8; --inner: #f7f9fb; --stack: #2f6fd6; --step: #0e8074; --root: #a8480b; --db-admin: #6b46c1; --app: #1b7a3d; }
@media (prefers-color-scheme: dark) {
  svg { --page: #12161c; --edge: #30373f; --card: #1b2129; --line: #3a434e; --ink: #e6ebf1; --quiet: #9aa6b4; --arrow: #8592a1;
    --zone: #161b22; --inner: #20272f; --stack: #6ea8ff; --step: #45c4b4; --root: #f0a367; --db-admin: #b69cf4; --app: #6ccf8c; }
}
text { font-family: -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; fill: var(--ink); }
.title { font-size: ${textStyles.title.size}px; font-weight: 600; }
.body { font-size: ${textStyles.body.size}px; }
.muted { font-size: ${textStyles.muted.size}px; fill: var(--quiet); }
.small { font-size: ${textStyles.small.size}px; fill: var(--quiet); }
.mono { font-size: ${textStyles.mono.size}px; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.page { fill: var(--page); stroke: var(--edge); }
.card { fill: var(--card); stroke: var(--line); }
.zone { fill: var(--zone); stroke: var(--line); stroke-dasharray: 5 4; }
.inner { fill: var(--inner); stroke: var(--edge); }
.arrow { fill: none; stroke: var(--arrow); stroke-width: 1.4; }
.head { fill: var(--arrow); }
.bar { stroke: none; }
.bar.stack { fill: var(--stack); } .bar.step { fill: var(--step); } .bar.plain { fill: var(--arrow); }
.number { fill: var(--page); stroke: var(--line); }
.pill-box { fill: none; stroke-width: 1.2; }
.pill { font-size: ${textStyles.pill.size}px; font-weight: 600; }
${['stack', 'step', 'root', 'db-admin', 'app']
  .map((name) => `.pill-box.${name} { stroke: var(--${name}); } .pill.${name} { fill: var(--${name}); }`)
  .join('\n')}
`;
