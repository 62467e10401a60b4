import { structuredPatch } from 'diff';
import { printableLines } from './printable';
import type { TextChange } from './report';

export interface ComparedLine {
  readonly change: 'same' | 'gained' | 'lost';
  readonly text: string;
  /** Its number before, after, or both, from 1. */
  readonly before?: number;
  readonly after?: number;
}

/** Lines that stand together, with the unchanged ones around them. */
export interface Hunk {
  /** Unchanged lines between this one and what stands before it. */
  readonly skipped: number;
  readonly lines: readonly ComparedLine[];
}

export interface ComparedTexts {
  readonly hunks: readonly Hunk[];
  /** Unchanged lines after the last hunk. */
  readonly skippedAtEnd: number;
  readonly gained: number;
  readonly lost: number;
}

/** Past so many changed lines the texts are shown whole, one after the other: comparing takes the square of it. */
const mostChangedLines = 1000;

/** Lines as a person compares them: what cannot be seen is written out, and a line's end at the end does not count. */
export function compareTexts({ before, after }: TextChange): ComparedTexts {
  const [old, young] = [printableLines(before), printableLines(after)];
  const hunks: Hunk[] = [];
  let told = 0;
  for (const { oldStart, oldLines, newStart, lines } of patchOf(old, young)) {
    hunks.push({ skipped: oldStart - 1 - told, lines: numbered(lines, oldStart, newStart) });
    told = oldStart - 1 + oldLines;
  }
  const count = (change: ComparedLine['change']) =>
    hunks.flatMap(({ lines }) => lines).filter((line) => line.change === change).length;
  return { hunks, skippedAtEnd: old.length - told, gained: count('gained'), lost: count('lost') };
}

/** In the form of `diff -u`, line by line, without the names of files. */
export function unifiedLines(change: TextChange): readonly string[] {
  const signs = { same: ' ', gained: '+', lost: '-' };
  return compareTexts(change).hunks.flatMap(({ lines }) => [
    headerOf(lines),
    ...lines.map((line) => `${signs[line.change]}${line.text}`),
  ]);
}

function patchOf(before: readonly string[], after: readonly string[]) {
  const asText = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  const options = { context: 3, maxEditLength: mostChangedLines };
  const patch = structuredPatch('', '', asText(before), asText(after), '', '', options);
  return (
    patch?.hunks ?? [
      {
        oldStart: 1,
        oldLines: before.length,
        newStart: 1,
        lines: [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)],
      },
    ]
  );
}

function numbered(lines: readonly string[], beforeStart: number, afterStart: number): ComparedLine[] {
  let [before, after] = [beforeStart, afterStart];
  return lines.map((line) => {
    const text = line.slice(1);
    if (line.startsWith('-')) return { change: 'lost', text, before: before++ };
    if (line.startsWith('+')) return { change: 'gained', text, after: after++ };
    return { change: 'same', text, before: before++, after: after++ };
  });
}

function headerOf(lines: readonly ComparedLine[]): string {
  const range = (numbers: readonly (number | undefined)[]) => {
    const there = numbers.filter((number) => number !== undefined);
    return `${there[0] ?? 0},${there.length}`;
  };
  return `@@ -${range(lines.map(({ before }) => before))} +${range(lines.map(({ after }) => after))} @@`;
}
