import type { DriftFinding, Report, RuleViolation } from '../report';
import { isBroken, ruleState } from '../words';
import { signed } from './findings';
import { part, type Style } from './style';
import { hanging } from './wrap';

/** Rules that do not hold: those that count first. */
export function rulesText({ rules }: Report, style: Style): readonly string[] {
  const inOrder = [...rules.filter(isBroken), ...rules.filter((rule) => !isBroken(rule))];
  return part(
    style,
    'Rules that do not hold',
    inOrder.flatMap((rule) => ruleText(rule, style)),
  );
}

function ruleText(violation: RuleViolation, style: Style): readonly string[] {
  const { rule, title, stack, address, message, remedy, waiver } = violation;
  const severity = isBroken(violation) ? (violation.severity === 'error' ? 'high' : 'medium') : 'info';
  const sign = signed(severity, style);
  return [
    ...hanging(`${rule} (${ruleState(violation)}): ${title}`, 2, 'x ', `${sign} `),
    ...hanging(`${stack} ${address} · ${message}`, 4).map((line) => style('dim', line)),
    ...(waiver === undefined ? [] : hanging(waiver.reason, 4, 'Waived: ')),
    ...(isBroken(violation) ? hanging(remedy, 4, 'Next: ') : []),
  ];
}

/** What is otherwise than declared; nothing where nobody looked, or found something. */
export function driftText({ drift }: Report, style: Style): readonly string[] {
  return part(
    style,
    'Drift: otherwise than declared',
    (drift ?? []).flatMap((one) => differenceText(one, style)),
  );
}

function differenceText(difference: DriftFinding, style: Style): readonly string[] {
  const { severity, system, what, declared, found, next } = difference;
  return [
    ...hanging(`${system}: ${what} (${severity})`, 2, 'x ', `${signed(severity, style)} `),
    ...hanging(declared, 4, 'declared: '),
    ...hanging(found, 4, 'found:    '),
    ...hanging(next, 4, 'Next: '),
  ];
}
