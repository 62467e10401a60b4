import { resolve } from 'node:path';
import { writeOwnFile } from '../common/own-file';
import { htmlOf } from '../review/report/html';
import { markdownOf } from '../review/report/markdown';
import type { Report } from '../review/report/report';
import { sarifOf } from '../review/report/sarif';

/** Standard output, in the place of a file. */
export const standardOutput = '-';

/** Forms that a report is written in. */
const forms = {
  json: (report: Report) => `${JSON.stringify(report, null, 2)}\n`,
  markdown: markdownOf,
  html: htmlOf,
  sarif: (report: Report, artifact: string) => sarifOf(report, () => artifact),
} as const;

export type ReportForm = keyof typeof forms;

/** A report in one form. @param artifact the file that it is about, where the form names one */
export function formed(report: Report, form: ReportForm, artifact = ''): string {
  return forms[form](report, artifact);
}

/**
 * Writes a report to the files that were named.
 *
 * @param files by form; `-` is standard output
 * @param artifact the file that the report is about
 * @returns whether standard output was one of them
 */
export function writeReport(
  report: Report,
  files: Readonly<Partial<Record<ReportForm, string>>>,
  artifact: string,
): boolean {
  const named = Object.entries(files) as [ReportForm, string][];
  for (const [form, file] of named) {
    if (file === standardOutput) console.log(formed(report, form, artifact).trimEnd());
    else writeOwnFile(resolve(file), formed(report, form, artifact));
  }
  return named.some(([, file]) => file === standardOutput);
}
