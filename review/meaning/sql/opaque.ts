import type { Node } from 'libpg-query';

/** Of no consequence for what anybody may do. */
const harmless = ['CommentStmt', 'TransactionStmt', 'VariableShowStmt', 'CheckPointStmt'];
/** Waits for others who do the same, and is over with the transaction. */
const harmlessFunctions = /^(pg_catalog\.)?pg_advisory_(xact_)?lock(_shared)?$/;

/**
 * What it is that nobody can judge by reading, such as `a DO block`; undefined where a statement does nothing.
 *
 * @param node undefined where PostgreSQL would refuse it
 */
export function opaqueWords(node: Node | undefined): string | undefined {
  if (node === undefined) return "what is no SQL of PostgreSQL's";
  const [type = ''] = Object.keys(node);
  if (harmless.includes(type)) return undefined;
  if ('DoStmt' in node) return 'a DO block';
  const calls = functionsIn(node);
  if ('CallStmt' in node) return `a call of ${calls.join(', ')}`;
  if ('SelectStmt' in node) {
    if (/"(InsertStmt|UpdateStmt|DeleteStmt|MergeStmt|intoClause|lockingClause)"/.test(JSON.stringify(node)))
      return 'a query that writes';
    const told = calls.filter((name) => !harmlessFunctions.test(name));
    return told.length === 0 ? undefined : `a call of ${told.join(', ')}`;
  }
  return `a statement of ${keywordsOf(type)}`;
}

/** The functions that a tree calls, each once. */
export function functionsIn(tree: unknown): readonly string[] {
  return [...new Set(walk(tree))];
}

function walk(tree: unknown): string[] {
  if (tree === null || typeof tree !== 'object') return [];
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    const below = walk(value);
    if (key !== 'FuncCall' && key !== 'funccall') return below;
    const names = (value as { funcname?: { String?: { sval?: string } }[] }).funcname ?? [];
    return [names.map(({ String }) => String?.sval ?? '').join('.'), ...below];
  });
}

/** `AlterTableStmt` → `ALTER TABLE`. */
function keywordsOf(type: string): string {
  return type
    .replace(/Stmt$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}
