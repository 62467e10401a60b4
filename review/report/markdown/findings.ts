import type { Finding } from '../../meaning/finding';
import type { DriftFinding, Report, RuleViolation } from '../report';
import { counted, isBroken, ruleCounts, ruleState, severityCounts } from '../words';
import { code, escaped, tableHead, tableRow } from './escape';
import type { Part } from './fit';

/** A row for each finding: what it means and what to do; where it comes from. */
export function findingsPart({ findings }: Report): Part {
  return { head: tableHead(['Severity', 'What it means', 'Where and why']), items: findings.map(findingRow) };
}

function findingRow({ severity, meaning, next, stack, address, reason }: Finding): string {
  return tableRow([
    severityWord(severity),
    lines([escaped(meaning), labelled('Next', next)]),
    lines([`${escaped(stack)} ${code(address)}`, escaped(reason)]),
  ]);
}

/** Rules that do not hold; those that count are open to the eye. */
export function rulesPart({ rules }: Report): Part {
  return {
    summary: `Rules: ${ruleCounts(rules)}`,
    isOpen: rules.some(isBroken),
    head: tableHead(['State', 'Rule', 'Where and why']),
    items: [...rules.filter(isBroken), ...rules.filter((rule) => !isBroken(rule))].map(ruleRow),
  };
}

function ruleRow(violation: RuleViolation): string {
  const { rule, title, stack, address, message, remedy, waiver } = violation;
  const state = escaped(ruleState(violation));
  return tableRow([
    isBroken(violation) ? `<strong>${state}</strong>` : state,
    lines([
      `${escaped(title)} (${code(rule)})`,
      labelled('Next', isBroken(violation) ? remedy : undefined),
      labelled('Waived', waiver?.reason),
    ]),
    lines([`${escaped(stack)} ${code(address)}`, escaped(message)]),
  ]);
}

/** What is otherwise than declared, where it was looked for. */
export function driftPart({ drift = [] }: Report): Part {
  return {
    summary: `Drift: ${counted(drift.length, 'difference')} (${severityCounts(drift)})`,
    head: tableHead(['Severity', 'What', 'Declared', 'Found', 'Next']),
    items: drift.map(driftRow),
  };
}

function driftRow({ severity, system, what, declared, found, next }: DriftFinding): string {
  return tableRow([
    severityWord(severity),
    escaped(`${system}: ${what}`),
    ...[declared, found, next].map(escaped),
  ]);
}

/** Those that nobody should overlook stand out. */
function severityWord(severity: Finding['severity']): string {
  return severity === 'critical' || severity === 'high' ? `<strong>${severity}</strong>` : severity;
}

function labelled(label: string, text: string | undefined): string {
  return text === undefined ? '' : `<em>${label}:</em> ${escaped(text)}`;
}

function lines(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('<br>');
}
