import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { inProject } from '../../common/project';
import type { Result } from './workers';

const file = 'docs/faults.md';
const measured = /(<!-- measured -->\n)[^]*?(<!-- \/measured -->)/;

/** What became of every case, as a Markdown table and one line of counts. */
export function reportOf(results: readonly Result[]): string {
  const rows = results.map(({ part, title, outcome }) => `| ${part} | ${title} | ${inWords(outcome)} |`);
  return ['| what | fault | next run |', '| --- | --- | --- |', ...rows, '', countsOf(results)].join('\n');
}

export function countsOf(results: readonly Result[]): string {
  const count = (key: string) => results.filter(({ outcome }) => key in outcome).length;
  const notReached = count('notReached');
  const more = notReached === 0 ? '' : `, ${notReached} not reached`;
  return `${count('seconds')} passed, ${count('failed')} failed${more}`;
}

/** Puts the table where people read it. */
export async function writeReport(results: readonly Result[]): Promise<void> {
  const text = readFileSync(inProject(file), 'utf8');
  const table = `$1\n${reportOf(results).replaceAll('$', '$$$$')}\n\n$2`;
  writeFileSync(
    inProject(file),
    await format(text.replace(measured, table), { parser: 'markdown', printWidth: 110 }),
  );
}

function inWords(outcome: Result['outcome']): string {
  if ('seconds' in outcome) return `well in ${outcome.seconds.toFixed(1)} s`;
  return 'failed' in outcome ? '**failed**' : `not reached: ${outcome.notReached}`;
}
