import { severities } from '../../../meaning/finding';
import type { Report } from '../../report';
import { verdictOf } from '../../verdict';
import { actions, basisWords, timeOf, titled } from '../../words';
import { sectionsOf } from './sections';

/** All that the page's frame and its verdict show. */
export function pageView(report: Report) {
  const { deployment, madeAt, findings, stacks } = report;
  const verdict = verdictOf(report);
  const sections = sectionsOf(report);
  const used = actions.filter(({ action }) => stacks.some(({ counts }) => (counts[action] ?? 0) > 0));
  return {
    deployment,
    madeAt,
    time: timeOf(report),
    title: `${deployment}: ${verdict.headline} (dbvault plan)`,
    verdict: { ...verdict, word: verdict.severity === undefined ? undefined : titled(verdict.severity) },
    tally: severities
      .map((severity) => ({
        severity,
        count: findings.filter((finding) => finding.severity === severity).length,
      }))
      .filter(({ count }) => count > 0),
    actionWords: used.map(({ word }) => word),
    stackRows: stacks.map(({ name, counts, basis }) => ({
      name,
      counts: used.map(({ action }) => counts[action] ?? 0),
      basis: basisWords[basis],
    })),
    contents: sections.map(({ id, title, count }) => ({ id, title, count })),
    sections,
  };
}
