import type { Report } from './report';
import { accessText } from './text/access';
import { findingsText, signed } from './text/findings';
import { driftText, rulesText } from './text/rules';
import { stacksText } from './text/stacks';
import { plain, type Style } from './text/style';
import { textsText } from './text/texts';
import { hanging } from './text/wrap';
import { isQuiet, verdictOf } from './verdict';
import { timeOf } from './words';

/**
 * A report for a terminal, 100 columns wide at the most: the verdict, findings by their severity, then all else, the
 * long texts last. Where nothing changes and nothing is wrong it is two lines at the most.
 *
 * @param style @default no colour
 */
export function textOf(report: Report, style: Style = plain): string {
  const parts = isQuiet(report)
    ? [waivedText]
    : [findingsText, stacksText, accessText, rulesText, driftText, textsText];
  return [...verdictText(report, style), ...parts.flatMap((text) => text(report, style))].join('\n');
}

function verdictText(report: Report, style: Style): readonly string[] {
  const { severity, headline, counts, others } = verdictOf(report);
  const about = `${report.deployment}, ${timeOf(report)}: ${[...counts, ...others].join('; ')}`;
  if (severity === undefined) return hanging(`${headline} in ${about}`, 0);
  const word = `${severity.toUpperCase()} `;
  return [
    ...hanging(headline, 0, `x ${word}`, `${signed(severity, style)} ${style('bold', word)}`),
    ...hanging(about, 0),
  ];
}

function waivedText(report: Report): readonly string[] {
  const waived = report.rules.map(
    ({ rule, address, waiver }) => `${rule} at ${address} until ${waiver?.until ?? ''}`,
  );
  return waived.length === 0 ? [] : hanging(waived.join(', '), 0, 'Waived: ');
}
