import { severities, type Severity } from '../meaning/finding';
import type { Report } from './report';
import { basisWords, changesIn, counted, driftCounts, isBroken, ruleCounts, severityCounts } from './words';

/** What a reader wants to know first. */
export interface Verdict {
  /** Of the weightiest thing; undefined where there is nothing to look out for. */
  readonly severity: Severity | undefined;
  /** The weightiest thing, a sentence without a full stop. */
  readonly headline: string;
  /** How many findings there are and what changes, in short phrases. */
  readonly counts: readonly string[];
  /** What was looked at beside: rules and drift. */
  readonly others: readonly string[];
}

interface Weighed {
  readonly severity: Severity;
  readonly headline: string;
}

export function verdictOf(report: Report): Verdict {
  const { findings, rules, drift } = report;
  const weightiest = weighed(report).sort(byWeight)[0];
  const others = [
    ...(rules.length > 0 ? [`rules: ${ruleCounts(rules)}`] : []),
    ...(drift === undefined ? [] : [`drift: ${driftCounts(drift)}`]),
  ];
  const severity = weightiest?.severity;
  if (isQuiet(report)) return { severity, headline: 'Nothing changes', counts: basesOf(report), others };
  const found =
    findings.length === 0
      ? 'no findings'
      : `${counted(findings.length, 'finding')} (${severityCounts(findings)})`;
  const headline = weightiest?.headline ?? 'Nothing to look out for in what changes';
  return { severity, headline, counts: [found, changesFact(report)], others };
}

/** Whether nothing changes, nothing is broken and nothing is otherwise than declared. */
export function isQuiet(report: Report): boolean {
  return report.outcome === 'clean' && weighed(report).length === 0;
}

function weighed({ findings, rules, drift }: Report): Weighed[] {
  return [
    ...findings.map(({ severity, meaning }) => ({ severity, headline: meaning })),
    ...rules.filter(isBroken).map(({ severity, title, address }) => ({
      severity: severity === 'error' ? ('high' as const) : ('medium' as const),
      headline: `Rule broken by ${address}: ${title}`,
    })),
    ...(drift ?? []).map(({ severity, system, what }) => ({
      severity,
      headline: `In ${system}, ${what} is otherwise than declared`,
    })),
  ];
}

function byWeight(a: Weighed, b: Weighed): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}

function changesFact({ stacks }: Report): string {
  const changed = stacks.filter((stack) => changesIn(stack) > 0);
  if (changed.length === 0) return 'nothing changes';
  const count = changed.reduce((sum, stack) => sum + changesIn(stack), 0);
  const where = changed.map((stack) => `${stack.name} ${changesIn(stack)}`).join(', ');
  return `${counted(count, 'change')} (${where})`;
}

function basesOf({ stacks }: Report): string[] {
  const bases = [...new Set(stacks.map(({ basis }) => basis))];
  return [
    counted(stacks.length, 'stack'),
    ...bases.map((basis) => {
      const names = stacks.filter((stack) => stack.basis === basis).map(({ name }) => name);
      return bases.length === 1 ? basisWords[basis] : `${names.join(', ')}: ${basisWords[basis]}`;
    }),
  ];
}
