import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { inProject } from '../../common/project';
import { fillPage, partsOf } from './page';
import { plotsOf } from './plots';
import type { Report } from './schema';
import { targetTable } from './tables';

const json = 'docs/benchmarks.json';
const page = 'docs/benchmarks.md';
const pictures = 'docs/benchmarks';

/** Writes the figures for programs and for people. @returns what became of the targets, as text */
export async function writeReport(report: Report): Promise<string> {
  const options = { printWidth: 110 } as const;
  const text = await format(JSON.stringify(report), { ...options, parser: 'json' });
  const plots = plotsOf(report);
  const filled = fillPage(readFileSync(inProject(page), 'utf8'), partsOf(report, plots));
  writeFileSync(inProject(json), text);
  rmSync(inProject(pictures), { recursive: true, force: true });
  mkdirSync(inProject(pictures));
  for (const { file, svg } of plots) writeFileSync(inProject(`${pictures}/${file}`), svg);
  writeFileSync(inProject(page), await format(filled, { ...options, parser: 'markdown' }));
  return format(targetTable(report.targets), { ...options, parser: 'markdown' });
}
