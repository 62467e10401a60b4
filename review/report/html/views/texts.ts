import { diffWordsWithSpace } from 'diff';
import { compareTexts, type ComparedLine } from '../../compare-texts';
import type { Report, TextChange } from '../../report';
import { counted } from '../../words';

/** Texts with more lines to show than these are folded. */
const openUpTo = 40;
/** Longer lines are not compared word by word. */
const longestCompared = 500;

interface LinePart {
  readonly text: string;
  readonly isChanged: boolean;
}

interface LineView {
  readonly change: ComparedLine['change'];
  readonly number: number | undefined;
  /** Of a line that stands on both sides. */
  readonly after: number | undefined;
  readonly parts: readonly LinePart[];
}

interface RowView {
  /** In place of lines that are not shown. */
  readonly skipped?: string;
  readonly lines: readonly LineView[];
}

/** Texts side by side: chunks of lines that stay and of lines that change, and what is left out between them. */
export function textsView({ texts }: Report) {
  return { texts: texts.map(textView) };
}

function textView(text: TextChange) {
  const { hunks, skippedAtEnd, gained, lost } = compareTexts(text);
  const shown = hunks.reduce((sum, { lines }) => sum + lines.length, 0);
  return {
    ...text,
    gained,
    lost,
    isOpen: shown <= openUpTo,
    isOneSided: text.before === '' || text.after === '',
    rows: [
      ...hunks.flatMap(({ skipped, lines }) => [...skippedRow(skipped), ...chunks(lines)]),
      ...skippedRow(skippedAtEnd),
    ],
  };
}

function skippedRow(count: number): RowView[] {
  return count === 0 ? [] : [{ skipped: `${counted(count, 'line')} unchanged`, lines: [] }];
}

/** Lines that stay together; and what takes their place together with what is gone. */
function chunks(lines: readonly ComparedLine[]): RowView[] {
  const rows: ComparedLine[][] = [];
  for (const line of lines) {
    const last = rows.at(-1)?.at(-1);
    if (last !== undefined && (last.change === 'same') === (line.change === 'same')) rows.at(-1)?.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => ({ lines: withWords(row) }));
}

/** Marks words in lines of which as many went as came. */
function withWords(lines: readonly ComparedLine[]): LineView[] {
  const [lost, gained] = [of(lines, 'lost'), of(lines, 'gained')];
  const isPaired = lost.length === gained.length;
  return lines.map((line) => {
    const { change, text, before, after } = line;
    const partner = change === 'lost' ? gained[lost.indexOf(line)] : lost[gained.indexOf(line)];
    const parts = isPaired && partner !== undefined ? wordsOf(line, partner) : [{ text, isChanged: false }];
    return { change, number: before ?? after, after, parts };
  });
}

function wordsOf({ change, text }: ComparedLine, partner: ComparedLine): LinePart[] {
  if (text.length + partner.text.length > longestCompared) return [{ text, isChanged: false }];
  const [before, after] = change === 'lost' ? [text, partner.text] : [partner.text, text];
  const parts = diffWordsWithSpace(before, after)
    .filter(({ added, removed }) => (change === 'lost' ? !added : !removed))
    .map(({ value, added, removed }) => ({ text: value, isChanged: added || removed }));
  const kept = parts.filter(({ isChanged }) => !isChanged).reduce((sum, part) => sum + part.text.length, 0);
  // Where little is the same, marks would only unsettle.
  return kept * 2 < text.length ? [{ text, isChanged: false }] : parts;
}

function of(lines: readonly ComparedLine[], change: ComparedLine['change']): ComparedLine[] {
  return lines.filter((line) => line.change === change);
}
