import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { inProject } from '../common/project';

export interface Measurement {
  readonly name: string;
  /** One a round; the rounds of all measurements belong together. */
  readonly seconds: readonly number[];
}

export interface Report {
  readonly machine: Readonly<Record<string, string | number>>;
  /** The first is what the others are compared with. */
  readonly measurements: readonly Measurement[];
}

const jsonFile = 'docs/benchmarks.json';
const markdownFile = 'docs/benchmarks.md';
const table = /(<!-- measured -->\n)[^]*?(<!-- \/measured -->)/;

/** Writes the figures for programs and for people. @returns the table, as text */
export async function writeReport(report: Report): Promise<string> {
  const date = new Date().toISOString().slice(0, 10);
  const measurements = report.measurements.map(({ name, seconds }) => ({
    name,
    seconds: seconds.map(rounded),
  }));
  const json = JSON.stringify({ date, machine: report.machine, measurements }, null, 2);
  writeFileSync(inProject(jsonFile), await format(json, { parser: 'json' }));

  const text = tableOf(report.measurements);
  const { cores, node, docker, storage, loadBefore } = report.machine;
  const rounds = report.measurements[0]?.seconds.length ?? 0;
  const caption = `${date}; rounds: ${rounds}, cores: ${cores}, load before: ${loadBefore}; Node ${node}, Docker ${docker}, storage \`${storage}\`.`;
  const page = readFileSync(inProject(markdownFile), 'utf8').replace(
    table,
    `$1\n${text}\n\n${caption}\n\n$2`,
  );
  writeFileSync(inProject(markdownFile), await format(page, { parser: 'markdown' }));
  return format(text, { parser: 'markdown' });
}

function tableOf(measurements: readonly Measurement[]): string {
  const base = measurements[0]?.seconds ?? [];
  const rows = measurements.map(({ name, seconds }) => {
    // Round by round: what slows a round down slows both.
    const ratios = seconds.map((value, round) => value / (base[round] ?? Number.NaN));
    return `| ${name} | ${median(seconds).toFixed(2)} | ${range(seconds)} | ${median(ratios).toFixed(2)} | ${range(ratios)} |`;
  });
  return [
    '| | median, s | min..max, s | of the reference | min..max |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(2)}..${Math.max(...values).toFixed(2)}`;
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
