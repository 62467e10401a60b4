import { readProjectFile } from '../project-files';

/** Terraform parts longer rows of marks on one letter, with a character of its own. */
const longRowOfMarks = /\p{M}{30}/u;

/** A file's text, or what keeps it from reaching Vault and PostgreSQL as it stands, with the way out. */
export function readText(file: string): { readonly text: string } | { readonly problem: string } {
  const text = decoded(file);
  if (text === undefined) return { problem: 'is not in UTF-8: save it as UTF-8' };
  const problem = textProblem(text);
  return problem === undefined ? { text } : { problem };
}

/** Undefined where a text reaches them as it stands. */
export function textProblem(text: string): string | undefined {
  if (text.includes('\0'))
    return 'holds a NUL character, which neither Vault nor PostgreSQL takes: remove it';
  if (text.includes('TfToken[')) return 'holds "TfToken[", which cdktf takes for its own: write it otherwise';
  if (text.startsWith('\ufeff')) {
    return 'begins with two byte order marks, and Terraform would take one away: remove them';
  }
  if (text.normalize('NFC') !== text || longRowOfMarks.test(text.normalize('NFD'))) {
    return 'has letters and accents as separate characters, which Terraform would join: save it in the form NFC of Unicode';
  }
  return undefined;
}

function decoded(file: string): string | undefined {
  try {
    return readProjectFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined;
    throw error;
  }
}
