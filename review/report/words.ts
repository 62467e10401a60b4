import type { Action } from '../plan/plan';
import { severities, type Severity } from '../meaning/finding';
import type { Basis, DriftFinding, Report, RuleViolation, StackReport } from './report';

/** The actions that change something, in the order in which they are told, each with its sign and its word. */
export const actions: readonly { readonly action: Action; readonly sign: string; readonly word: string }[] = [
  { action: 'create', sign: '+', word: 'create' },
  { action: 'update', sign: '~', word: 'update' },
  { action: 'replace', sign: '±', word: 'replace' },
  { action: 'delete', sign: '-', word: 'delete' },
  { action: 'forget', sign: '·', word: 'forget' },
];

export function signOf(action: Action): string {
  return actions.find((one) => one.action === action)?.sign ?? ' ';
}

/** How much is known of what a plan was made against. */
export const basisWords: Readonly<Record<Basis, string>> = {
  live: 'what runs was looked at',
  state: "by Terraform's state alone: what runs was not looked at",
  new: 'nothing is there yet',
};

/** With a capital, as titles and sentences begin. */
export function titled(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `1 finding`, `2 findings`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `1 critical, 3 low`, without what there is none of. */
export function severityCounts(items: readonly { readonly severity: Severity }[]): string {
  return severities
    .map((severity) => ({ severity, count: items.filter((item) => item.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(', ');
}

/** `2 create, 1 delete`; empty where nothing changes. */
export function changeCounts({ counts }: StackReport): string {
  return actions
    .filter(({ action }) => (counts[action] ?? 0) > 0)
    .map(({ action, word }) => `${counts[action] ?? 0} ${word}`)
    .join(', ');
}

export function changesIn({ counts }: StackReport): number {
  return actions.reduce((sum, { action }) => sum + (counts[action] ?? 0), 0);
}

/** Whether a rule is broken: nobody lets it be, or the day is past until which somebody did. */
export function isBroken({ waiver }: RuleViolation): boolean {
  return waiver?.hasEnded ?? true;
}

/** What has become of a rule that does not hold. */
export function ruleState(violation: RuleViolation): string {
  const { severity, waiver } = violation;
  if (waiver === undefined) return severity;
  return isBroken(violation) ? `${severity}, waiver ended ${waiver.until}` : `waived until ${waiver.until}`;
}

/** `2 broken, 1 waived`. */
export function ruleCounts(rules: readonly RuleViolation[]): string {
  const broken = rules.filter(isBroken).length;
  const counts = [
    ...(broken > 0 ? [`${broken} broken`] : []),
    ...(rules.length > broken ? [`${rules.length - broken} waived`] : []),
  ];
  return counts.join(', ') || 'all hold';
}

/** `1 high, 2 low`, or `none`. */
export function driftCounts(drift: readonly DriftFinding[]): string {
  return severityCounts(drift) || 'none';
}

/** `2026-10-02 09:14 UTC`. */
export function timeOf({ madeAt }: Report): string {
  return madeAt.replace(/^(.{10})T(.{5}).*$/, '$1 $2 UTC');
}
