import { readFileSync, statSync } from 'node:fs';
import { Problem, exitCodes } from '../common/problem';

/** Vault's own limits: a key of 16 to 32 bytes, and one more where it is split. */
const byteCounts = { least: 16, most: 33 };

const othersMayRead = 0o077;

/**
 * Key shares that people brought, one a line, base64 or hex.
 *
 * @param source a file that nobody else may read, or `-` for standard input
 * @returns each once, in base64
 * @throws Problem that names the line, never what stands in it
 */
export function readShares(source: string): string[] {
  const lines = (source === '-' ? readFileSync(0, 'utf8') : readPrivate(source)).split(/\r?\n/);
  const shares = lines.flatMap((line, index) => {
    const text = line.trim();
    if (text === '') return [];
    return [parseShare(text) ?? noShare(source, index + 1)];
  });
  if (shares.length > 0) return [...new Set(shares)];
  throw usage('There are no key shares', source, 'give one a line, base64 or hex');
}

function readPrivate(file: string): string {
  const status = statSync(file, { throwIfNoEntry: false });
  // A pipe too, as a shell makes it for `<(gpg --decrypt …)`.
  if (status?.isFile() !== true && status?.isFIFO() !== true)
    throw usage('There is no such file', file, 'name the file with the shares');
  if ((status.mode & othersMayRead) === 0) return readFileSync(file, 'utf8');
  throw new Problem({
    what: 'Others may read the file with the key shares',
    where: file,
    next: `chmod 600 ${file}, then run again; think about who read it`,
    exitCode: exitCodes.refused,
  });
}

/** @returns the share in base64; undefined where the text is none */
export function parseShare(text: string): string | undefined {
  const isHex = /^(?:[0-9a-f]{64}|[0-9a-f]{66})$/i.test(text);
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  const bytes = Buffer.from(text, isHex ? 'hex' : 'base64');
  const fits = bytes.length >= byteCounts.least && bytes.length <= byteCounts.most;
  return (isHex || isBase64) && fits ? bytes.toString('base64') : undefined;
}

function noShare(source: string, line: number): never {
  throw usage(
    `Line ${line} is no key share`,
    source,
    'give one share a line, base64 or hex, and nothing else',
  );
}

function usage(what: string, source: string, next: string): Problem {
  const where = source === '-' ? 'standard input' : source;
  return new Problem({ what, where, next, exitCode: exitCodes.usage });
}
