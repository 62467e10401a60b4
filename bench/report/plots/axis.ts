/** How numbers are laid out along a line. */
export interface Axis {
  readonly label: string;
  readonly scale: 'linear' | 'log';
}

/** An axis with the numbers that are to lie on it. */
export interface Scale {
  readonly ticks: readonly number[];
  /** From 0, at its beginning, to 1. */
  place(value: number): number;
}

const wantedTicks = 5;

/**
 * A linear axis begins at zero and ends at a round number; a logarithmic one begins and ends with a power of ten.
 *
 * @param values positive ones for a logarithmic axis
 */
export function scaleOf({ scale }: Axis, values: readonly number[]): Scale {
  return scale === 'log' ? logarithmic(values) : linear(values);
}

function linear(values: readonly number[]): Scale {
  const greatest = Math.max(...values, Number.MIN_VALUE);
  const step = roundStep(greatest / wantedTicks);
  const count = Math.ceil(greatest / step - 1e-9);
  return {
    ticks: Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12))),
    place: (value) => value / (count * step),
  };
}

function logarithmic(values: readonly number[]): Scale {
  const first = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const last = Math.max(Math.ceil(Math.log10(Math.max(...values)) - 1e-9), first + 1);
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, index) =>
      Number((10 ** (first + index)).toPrecision(1)),
    ),
    place: (value) => (Math.log10(value) - first) / (last - first),
  };
}

/** The next of 1, 2, 5, 10, 20 … */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5].find((factor) => factor * power >= step) ?? 10) * power;
}
