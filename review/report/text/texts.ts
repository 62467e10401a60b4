import { unifiedLines } from '../compare-texts';
import type { Report } from '../report';
import { part, type Style } from './style';
import { columns, hanging, wrap } from './wrap';

/** Policies and SQL as `diff -u` shows them. */
export function textsText({ texts }: Report, style: Style): readonly string[] {
  return texts.flatMap((text) => {
    const [title = '', ...more] = hanging(`${text.title} (${text.stack} ${text.address})`, 0);
    return part(style, title, [...more, ...unifiedLines(text).flatMap((line) => diffLine(line, style))]);
  });
}

/** A line that is too long goes on below, in its own column. */
function diffLine(line: string, style: Style): readonly string[] {
  const [indent, goesOn] = ['  ', '↳'];
  const [first = '', ...rest] = wrap(line.slice(1), columns - 3);
  const lines = [`${indent}${line.charAt(0)}${first}`, ...rest.map((one) => `${indent}${goesOn}${one}`)];
  if (line.startsWith('@')) return [style('dim', `${indent}${line}`)];
  if (line.startsWith('+')) return lines.map((one) => style('green', one));
  return line.startsWith('-') ? lines.map((one) => style('red', one)) : lines;
}
