import type { Action } from '../../plan/plan';
import { printable } from '../printable';
import type { AttributeChange, Report, ResourceReport, StackReport } from '../report';
import { basisWords, changeCounts, signOf } from '../words';
import { part, type Style } from './style';
import { hanging } from './wrap';

const colours: Partial<Record<Action, 'red' | 'yellow' | 'green'>> = {
  create: 'green',
  update: 'yellow',
  replace: 'red',
  delete: 'red',
};

/** What Terraform would do, stack by stack, with what changes of each resource. */
export function stacksText({ stacks }: Report, style: Style): readonly string[] {
  return part(
    style,
    'Resources',
    stacks.flatMap((stack) => stackText(stack, style)),
  );
}

function stackText(stack: StackReport, style: Style): readonly string[] {
  const head = `${stack.name}: ${changeCounts(stack) || 'nothing changes'} (${basisWords[stack.basis]})`;
  return [...hanging(head, 2), ...stack.changes.flatMap((resource) => resourceText(resource, style))];
}

function resourceText({ action, address, attributes }: ResourceReport, style: Style): readonly string[] {
  const [sign, colour] = [signOf(action), colours[action]];
  return [
    ...hanging(address, 4, `${sign} `, `${colour === undefined ? sign : style(colour, sign)} `),
    ...attributes.flatMap((attribute) => attributeText(attribute)),
  ];
}

function attributeText({ name, before, after, forcesReplacement }: AttributeChange): readonly string[] {
  const [from, to] = [before, after].map((value) => (value === null ? 'unset' : printable(value)));
  return hanging(
    `${from ?? ''} → ${to ?? ''}${forcesReplacement ? ' (forces replacement)' : ''}`,
    8,
    `${name}: `,
  );
}
