import type { Unit } from '../series';
import { spreadOf } from './statistics';

/** A table in Markdown; the first column is words, the others are numbers. Without rows there is none. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** The median, and how far the rounds lie apart where they do: `1.25 (1.20..1.31)`. */
export function cell(values: readonly number[] | undefined, unit: Unit | 'ratio' = 's'): string {
  if (values === undefined || values.length === 0) return '–';
  const { median, least, most } = spreadOf(values);
  const [middle, from, to] = [median, least, most].map((value) => inUnit(value, unit));
  return from === to ? `${middle}` : `${middle} (${from}..${to})`;
}

/** A number as exactly as it is worth telling. */
export function inUnit(value: number, unit: Unit | 'ratio'): string {
  if (unit === 'count' || unit === 'bytes' || unit === 'MB') return Math.round(value).toLocaleString('en');
  if (unit === 'ratio') return value.toFixed(2);
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
}
