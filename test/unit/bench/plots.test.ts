import fc from 'fast-check';
import { scaleOf } from '../../../bench/report/plots/axis';
import { apart, linePlot } from '../../../bench/report/plots/line-plot';

const linear = { label: '', scale: 'linear' } as const;
const log = { label: '', scale: 'log' } as const;

describe('an axis', () => {
  it.each([
    [
      [3, 9.7],
      [0, 2, 4, 6, 8, 10],
    ],
    [[5000], [0, 1000, 2000, 3000, 4000, 5000]],
    [[0.3], [0, 0.1, 0.2, 0.3]],
  ])('that is linear begins at zero and ends at a round number: %j', (values, ticks) => {
    expect(scaleOf(linear, values).ticks).toEqual(ticks);
  });

  it.each([
    [
      [1, 10_000],
      [1, 10, 100, 1000, 10_000],
    ],
    [
      [0.2, 45],
      [0.1, 1, 10, 100],
    ],
    [[100], [100, 1000]],
  ])('that is logarithmic has powers of ten: %j', (values, ticks) => {
    expect(scaleOf(log, values).ticks).toEqual(ticks);
  });

  it.each([linear, log])('has a place for each value, in their order: $scale', (axis) => {
    const some = fc.array(fc.double({ min: 0.001, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(some, (values) => {
        const scale = scaleOf(axis, values);
        const places = values.toSorted((a, b) => a - b).map((value) => scale.place(value));
        expect(Math.min(...places)).toBeGreaterThanOrEqual(-1e-9);
        expect(Math.max(...places)).toBeLessThanOrEqual(1 + 1e-9);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(scale.ticks.length).toBeLessThan(15);
      }),
    );
  });
});

describe('names beside lines', () => {
  it('stay where they are when there is room', () => {
    expect(apart([100, 200, 50])).toEqual([100, 200, 50]);
  });

  it('never lie on one another, nor below the picture', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 56, max: 322 }), { minLength: 1, maxLength: 6 }), (levels) => {
        const moved = apart(levels).toSorted((a, b) => a - b);
        expect(moved.at(-1)).toBeLessThanOrEqual(322);
        for (const [index, level] of moved.slice(1).entries())
          expect(level - (moved[index] ?? 0)).toBeGreaterThanOrEqual(17.9);
      }),
    );
  });
});

describe('a plot', () => {
  const plot = (name: string) =>
    linePlot({
      title: 'Title',
      x: { label: 'roles', scale: 'log' },
      y: { label: 'seconds', scale: 'log' },
      lines: [
        {
          name,
          look: 0,
          points: [
            [1, 1],
            [10, 20],
          ],
        },
      ],
    });

  it('escapes what it is told', () => {
    expect(plot('<a & "b">')).toContain('&lt;a &amp; &quot;b&quot;&gt;');
  });

  it('is told without colours too, and in the dark', () => {
    const svg = plot('dbvault');
    expect(svg).toContain('aria-label="Title"');
    expect(svg).toContain('>dbvault</text>');
    expect(svg).toContain('prefers-color-scheme: dark');
  });

  it('cuts a name that has no room', () => {
    expect(plot('a name that is much longer than the room beside the line')).toMatch(/a name that is[^<]*…</);
  });

  it('holds no number that is none', () => {
    expect(plot('x')).not.toMatch(/NaN|Infinity|undefined/);
  });
});
