import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Journal, type JournalEntry } from '../../../steps/journal';
import { temporaryFolder } from './temporary-folder';

/** A journal in a folder of its own, with what an earlier run wrote. */
export function temporaryJournal(
  ...earlier: (Pick<JournalEntry, 'step' | 'event' | 'facts'> & { at?: string })[]
): Journal {
  const file = join(temporaryFolder(), 'local', 'journal.jsonl');
  mkdirSync(dirname(file));
  for (const entry of earlier) {
    appendFileSync(file, `\n${JSON.stringify({ at: '2026-01-01T00:00:00Z', run: 'earlier', ...entry })}`);
  }
  return new Journal(file);
}
