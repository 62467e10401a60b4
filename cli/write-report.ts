import { resolve } from 'node:path';
import { writeOwnFile } from '../common/own-file';
import type { Report } from '../review/report/report';

/** Standard output, in the place of a file. */
export const standardOutput = '-';

/** Forms that a report is written in; each is loaded when it is asked for. */
const forms = {
  json: (report: Report) => `${JSON.stringify(report, null, 2)}\n`,
  markdown: (report: Report) =>
    (require('../review/report/markdown') as typeof import('../review/report/markdown')).markdownOf(report),
  html: (report: Report) =>
    (require('../review/report/html') as typeof import('../review/report/html')).htmlOf(report),
  sarif: (report: Report, artifact: string) =>
    (require('../review/report/sarif') as typeof import('../review/report/sarif')).sarifOf(
      report,
      () => artifact,
    ),
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
