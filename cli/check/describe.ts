import type { Waiver } from '../../constructs/deployment';
import type { RuleViolation } from '../../review/report/report';
import { counted, isBroken, ruleCounts } from '../../review/report/words';
import { styled } from '../output';
import type { Answer } from './ask';

/** What a person reads: each place where a rule does not hold, each waiver that nothing needs, and the sum. */
export function describeAnswer({ asked, unusedWaivers }: Answer, stream: NodeJS.WriteStream): string[] {
  const violations = asked.flatMap((one) => one.violations);
  const sorted = [...violations].sort((a, b) => Number(isBroken(b)) - Number(isBroken(a)));
  const rules = new Set(asked.flatMap(({ ruleIds }) => ruleIds)).size;
  const resources = asked.reduce((sum, one) => sum + one.resources, 0);
  return [
    ...sorted.flatMap((violation) => describeViolation(violation, stream)),
    ...unusedWaivers.map((waiver) => `${styled('yellow', '!', stream)} ${describeWaiver(waiver)}`),
    `${counted(rules, 'rule')} on ${counted(resources, 'resource')}: ${ruleCounts(violations)}`,
  ];
}

function describeViolation(violation: RuleViolation, stream: NodeJS.WriteStream): string[] {
  const { rule, stack, address, message, remedy, severity, waiver } = violation;
  const broken = styled(severity === 'error' ? 'red' : 'yellow', severity === 'error' ? '✘' : '!', stream);
  const mark = isBroken(violation) ? broken : styled('dim', '–', stream);
  const head = `${mark} ${styled('bold', rule, stream)}  ${stack}: ${address}`;
  if (waiver !== undefined && !waiver.hasEnded)
    return [head, `    ${message}`, `    waived until ${waiver.until}: ${waiver.reason}`, ''];
  const ended = waiver === undefined ? [] : [`    its waiver ended with ${waiver.until}: ${waiver.reason}`];
  return [head, `    ${message}`, ...ended, `    → ${remedy}`, ''];
}

function describeWaiver({ rule, resource, until }: Waiver): string {
  const where = resource === undefined ? '' : ` for ${resource}`;
  return `the waiver of ${rule}${where} until ${until} is not needed: nothing breaks the rule there, so remove it`;
}
