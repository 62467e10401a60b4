import { printable, shortened } from '../printable';

/** Longer than what is told as a sentence, a path or a value; all of it is in the HTML report. */
const longest = 400;

/** Signs that Markdown, a table or HTML takes for structure, and what GitHub makes links, mentions and emoji of. */
const signs = /[&<>`*_~[\]\\|!$#@]|:(?=[\w+-]+:|\/\/)|\bwww(?=\.)|\bGH(?=-\d)/gi;

const structure = /[&<>`*_~[\]\\|!$#]/;
const links = /[#@:]|www|GH/i;
const zeroWidthSpace = '&#8203;';

/**
 * A text that GitHub shows as it is, in prose, a table's cell, or HTML. Structure becomes character references: these
 * stand for the signs and never for structure (CommonMark 0.31, section 2.5). GitHub looks for mentions and links in
 * what comes out of that, so that these are broken by a space without width.
 */
export function escaped(text: string): string {
  return shortened(printable(text), longest).replace(signs, (sign) => {
    const shown = structure.test(sign) ? `&#${sign.charCodeAt(0)};` : sign;
    return links.test(sign) ? `${shown}${zeroWidthSpace}` : shown;
  });
}

/** A name, path or value, in the letters of code. */
export function code(text: string): string {
  return text === '' ? '' : `<code>${escaped(text)}</code>`;
}

/** Lines as they are, in a fence that none of them ends. */
export function fenced(language: string, lines: readonly string[]): string {
  const runs = lines.join('\n').match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(2, ...runs.map((run) => run.length)) + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A row of a table. @param cells escaped */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The head of a table. */
export function tableHead(titles: readonly string[]): string {
  return `${tableRow(titles)}\n${tableRow(titles.map(() => '---'))}`;
}
