import type { Node } from 'libpg-query';
import { parseSql, scanSql } from './parser';
import { cutStatements } from './vault-statements';

/** One statement that Vault runs. */
export interface Statement {
  /** Undefined where PostgreSQL would refuse it, as it does another database's. */
  readonly node: Node | undefined;
  /** The same for all ways to write it: without comments, layout, letter case, and the order of lists. */
  readonly canonical: string;
}

export function statementsOf(items: readonly string[]): readonly Statement[] {
  return cutStatements(items).flatMap((text): Statement[] => {
    const nodes = parseSql(text);
    if (nodes !== undefined) return nodes.map((node) => ({ node, canonical: JSON.stringify(plain(node)) }));
    return [{ node: undefined, canonical: canonicalWords(text, false) }];
  });
}

/** Whether they do the same, however they are written, and in which order. */
export function sameStatements(some: readonly string[], others: readonly string[]): boolean {
  const all = (items: readonly string[]) =>
    statementsOf(items)
      .map(({ canonical }) => canonical)
      .sort();
  return some.join('\0') === others.join('\0') || all(some).join('\0') === all(others).join('\0');
}

/** Where the order says nothing. */
const unordered = new Set([
  'privileges',
  'grantees',
  'objects',
  'options',
  'granted_roles',
  'grantee_roles',
  'roles',
  'cols',
]);

function plain(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item));
    return key !== undefined && unordered.has(key) ? items.sort(byText) : items;
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'location');
  if ('defname' in value && value.defname === 'as') return entries.map(([name, part]) => [name, body(part)]);
  return Object.fromEntries(entries.map(([name, part]) => [name, plain(part, name)]));
}

/** A function's or a block's body stands in the statement as a string. */
function body(value: unknown): unknown {
  return JSON.stringify(value, (key, part: unknown) =>
    key === 'sval' && typeof part === 'string'
      ? canonicalWords(part, true)
      : key === 'location'
        ? undefined
        : part,
  );
}

/**
 * The words without comments and layout.
 *
 * @param foldsNames whether names count in any letter case, as PostgreSQL's do
 */
function canonicalWords(text: string, foldsNames: boolean): string {
  const tokens = scanSql(text);
  if (tokens === undefined) return text.split(/\s+/).join(' ');
  return tokens
    .filter(({ tokenName }) => tokenName !== 'SQL_COMMENT' && tokenName !== 'C_COMMENT')
    .map(({ text, tokenName, keywordName }) => {
      const isName = tokenName === 'IDENT' && !text.startsWith('"');
      return keywordName !== 'NO_KEYWORD' || (isName && foldsNames) ? text.toLowerCase() : text;
    })
    .join(' ');
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
