import { unifiedLines } from '../compare-texts';
import type { AttributeChange, Report, ResourceReport } from '../report';
import { basisWords, changeCounts, counted, changesIn, signOf } from '../words';
import { code, escaped, fenced, tableHead, tableRow } from './escape';
import type { Part } from './fit';

/** What Terraform would do: a row for each resource. */
export function stacksPart({ stacks }: Report): Part {
  const count = stacks.reduce((sum, stack) => sum + changesIn(stack), 0);
  const told = stacks.map(
    (stack) =>
      `- ${escaped(stack.name)}: ${changeCounts(stack) || 'nothing changes'} (${basisWords[stack.basis]})`,
  );
  return {
    summary: `Resources: ${counted(count, 'change')}`,
    head: [...told, '', tableHead(['Stack', 'Change', 'Resource', 'What changes of it'])].join('\n'),
    items: stacks.flatMap(({ name, changes }) => changes.map((resource) => resourceRow(name, resource))),
  };
}

function resourceRow(stack: string, { action, address, attributes }: ResourceReport): string {
  return tableRow([
    escaped(stack),
    `${signOf(action)} ${action}`,
    code(address),
    attributes.map(attributeText).join('<br>'),
  ]);
}

function attributeText({ name, before, after, forcesReplacement }: AttributeChange): string {
  const [from, to] = [before, after].map((value) => (value === null ? 'unset' : code(value)));
  const forces = forcesReplacement ? ', forces replacement' : '';
  return `${escaped(name)}: ${from ?? ''} → ${to ?? ''}${forces}`;
}

/** Policies and SQL, as diffs. */
export function textsPart({ texts }: Report): Part {
  return {
    summary: `Policies, SQL and files: ${counted(texts.length, 'text')}`,
    itemsAre: 'block',
    items: texts.map((text) =>
      [
        `<strong>${escaped(text.title)}</strong> (${escaped(text.stack)} ${code(text.address)})`,
        '',
        fenced('diff', unifiedLines(text)),
      ].join('\n'),
    ),
  };
}
