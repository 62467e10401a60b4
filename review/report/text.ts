import type { Report } from './report';
import { accessText } from './text/access';
import { findingsText, signed } from './text/findings';
import { driftText, rulesText } from './text/rules';
import { stacksText } from './text/stacks';
import { plain, type Style } from './text/style';
import { textsText } from './text/texts';
import { hanging } from './text/wrap';
import { isQuiet, verdictOf } from './verdict';
import { driftCounts, timeOf, titled } from './words';

/**
 * A report for a terminal, 100 columns wide at the most: the verdict, findings by their severity, then all else, the
 * long texts last. Where nothing changes and nothing is wrong it is two lines at the most.
 *
 * @param style @default no colour
 */
export function textOf(report: Report, style: Style = plain): string {
  if (isQuiet(report)) return quietText(report).join('\n');
  const parts = [findingsText, stacksText, accessText, rulesText, driftText, textsText];
  return [...verdictText(report, style), ...parts.flatMap((text) => text(report, style))].join('\n');
}

function verdictText(report: Report, style: Style): readonly string[] {
  const { severity, headline, counts, others } = verdictOf(report);
  const word = severity === undefined ? '' : `${severity.toUpperCase()} `;
  const sign = severity === undefined ? '' : `${signed(severity, style)} `;
  return [
    ...hanging(headline, 0, `${sign === '' ? '' : 'x '}${word}`, `${sign}${style('bold', word)}`),
    ...hanging(`${about(report)}: ${[...counts, ...others].join('; ')}`, 0),
  ];
}

/** What changes nothing is told in a line, and what else was looked at in another. */
function quietText(report: Report): readonly string[] {
  const { headline, counts } = verdictOf(report);
  const { rules, drift } = report;
  const others = [
    ...rules.map(({ rule, address, waiver }) => `waived: ${rule} at ${address} until ${waiver?.until ?? ''}`),
    ...(drift === undefined ? [] : [`drift: ${driftCounts(drift)}`]),
  ];
  return [
    ...hanging(`${headline} in ${about(report)}: ${counts.join('; ')}`, 0),
    ...(others.length === 0 ? [] : hanging(titled(others.join('; ')), 0)),
  ];
}

function about(report: Report): string {
  return `${report.deployment}, ${timeOf(report)}`;
}
