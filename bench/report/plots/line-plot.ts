import { document, text, textWidth, type Point } from '../../../docs/drawing/svg';
import { scaleOf, type Axis } from './axis';

export interface Line {
  readonly name: string;
  /** Which of the colours and marks; the same thing has the same in all plots. */
  readonly look: 0 | 1 | 2 | 3;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface PlotProps {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
}

const width = 760;
const height = 380;
const frame = { left: 76, right: 570, top: 56, bottom: 322 };
const nameRoom = width - frame.right - 28;
const nameHeight = 18;

/** Lines over an axis, each with its name at its end: nobody has to tell colours apart. */
export function linePlot({ title, x, y, lines }: PlotProps): string {
  const drawn = lines.filter(({ points }) => points.length > 0);
  const all = drawn.flatMap(({ points }) => points);
  const across = scaleOf(
    x,
    all.map(([value]) => value),
  );
  const up = scaleOf(
    y,
    all.map(([, value]) => value),
  );
  const at = ([valueX, valueY]: readonly [number, number]): Point => ({
    x: round(frame.left + across.place(valueX) * (frame.right - frame.left)),
    y: round(frame.bottom - up.place(valueY) * (frame.bottom - frame.top)),
  });
  const [firstX = 0] = across.ticks;
  const [firstY = 0] = up.ticks;
  const rows = up.ticks.flatMap((tick) => {
    const { y: level } = at([firstX, tick]);
    return [
      `<path d="M${frame.left} ${level} H${frame.right}" class="grid"/>`,
      text({ x: frame.left - 10, y: level + 4 }, inWords(tick), 'small', frame.left - 16, 'end'),
    ];
  });
  const columns = across.ticks.map((tick) =>
    text({ x: at([tick, firstY]).x, y: frame.bottom + 20 }, inWords(tick), 'small', 80, 'middle'),
  );
  const ends = drawn.map(({ points }) => at(points.at(-1) ?? [firstX, firstY]));
  const names = apart(ends.map((end) => end.y));
  return document(
    width,
    height,
    title,
    [
      text({ x: 24, y: 30 }, title, 'title', width - 48),
      text({ x: frame.left, y: frame.top - 8 }, y.label, 'small', 300),
      text({ x: frame.right, y: frame.bottom + 40 }, x.label, 'small', 400, 'end'),
      ...rows,
      ...columns,
      ...drawn.map((line) => drawLine(line, line.points.map(at))),
      ...drawn.map(({ name, look }, index) => {
        const point = { x: frame.right + 12, y: (names[index] ?? 0) + 4 };
        return text(point, shortened(name), 'small', nameRoom).replace(
          'class="small"',
          `class="small look-${look}-name"`,
        );
      }),
    ],
    style,
  );
}

/** Many points would be a thick line: then only the line is drawn. */
const mostMarks = 12;

function drawLine({ look }: Line, points: readonly Point[]): string {
  const path = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join(' ');
  const marks = points.length > mostMarks ? [] : points.map((point) => mark(look, point));
  return [`<path d="${path}" class="line look-${look}"/>`, ...marks].join('\n');
}

function mark(look: Line['look'], { x, y }: Point): string {
  const shapes = [
    `<circle cx="${x}" cy="${y}" r="4"`,
    `<rect x="${x - 4}" y="${y - 4}" width="8" height="8"`,
    `<path d="M${x} ${y - 5} L${x + 5} ${y + 4} L${x - 5} ${y + 4} z"`,
    `<path d="M${x} ${y - 5} L${x + 5} ${y} L${x} ${y + 5} L${x - 5} ${y} z"`,
  ] as const;
  return `${shapes[look]} class="mark look-${look}"/>`;
}

/** Moves what would lie on another down, and all of them up where the last would leave the picture. */
export function apart(levels: readonly number[]): number[] {
  const order = levels.map((_, index) => index).toSorted((a, b) => (levels[a] ?? 0) - (levels[b] ?? 0));
  const moved = [...levels];
  let free = -Infinity;
  for (const index of order) {
    const level = Math.max(levels[index] ?? 0, free);
    moved[index] = level;
    free = level + nameHeight;
  }
  const beyond = Math.max(free - nameHeight - frame.bottom, 0);
  return moved.map((level) => round(level - beyond));
}

/** As `10,000` and `0.5`. */
function inWords(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 6 });
}

function shortened(name: string): string {
  let short = name;
  while (textWidth(short, 'small') > nameRoom) short = `${short.slice(0, -2)}…`;
  return short;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}

const style = `
svg { --look-0: #1f5fbf; --look-1: #b3480f; --look-2: #0e7a5f; --look-3: #7b3fb0; }
@media (prefers-color-scheme: dark) { svg { --look-0: #7db2ff; --look-1: #f2a15f; --look-2: #54cfae; --look-3: #c79bf2; } }
.grid { stroke: var(--edge); stroke-width: 1; fill: none; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.mark { stroke: var(--page); stroke-width: 1; }
${[0, 1, 2, 3]
  .map(
    (look) =>
      `.line.look-${look} { stroke: var(--look-${look}); } .mark.look-${look} { fill: var(--look-${look}); } .look-${look}-name { fill: var(--look-${look}); font-weight: 600; }`,
  )
  .join('\n')}
`;
