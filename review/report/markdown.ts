import { changedAccessPart, unchangedAccessPart } from './markdown/access';
import { escaped } from './markdown/escape';
import { driftPart, findingsPart, rulesPart } from './markdown/findings';
import { fit, longestComment } from './markdown/fit';
import { stacksPart, textsPart } from './markdown/stacks';
import type { Report } from './report';
import { isQuiet, verdictOf } from './verdict';
import { timeOf, titled } from './words';

/**
 * A report for a comment on a pull request: the verdict, a table of findings, and all else folded. It keeps within what
 * GitHub takes: what has no room is left out from the end, with a sentence that says so, findings last of all.
 */
export function markdownOf(report: Report): string {
  const verdict = verdictText(report);
  const parts = isQuiet(report)
    ? [rulesPart(report)]
    : [
        findingsPart(report),
        rulesPart(report),
        driftPart(report),
        changedAccessPart(report),
        textsPart(report),
        stacksPart(report),
        unchangedAccessPart(report),
      ];
  const rest = fit(parts, longestComment - verdict.length - 3);
  return `${[verdict, rest].filter((text) => text !== '').join('\n\n')}\n`;
}

function verdictText(report: Report): string {
  const { severity, headline, counts, others } = verdictOf(report);
  const about = `${[...counts, ...others].join('; ')}. ${timeOf(report)}`;
  if (severity === undefined)
    return `**dbvault plan ${escaped(report.deployment)}: ${escaped(headline)}.** ${escaped(about)}`;
  return [
    `### dbvault plan: ${escaped(report.deployment)}`,
    `**${titled(severity)}: ${escaped(headline)}**`,
    escaped(about),
  ].join('\n\n');
}
