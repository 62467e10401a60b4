import { parsePlPgSQLSync, parseSync, scanSync, type Node, type ScanToken } from 'libpg-query';
import { requireSqlParser } from './load-sql-parser';

/** Undefined where PostgreSQL would refuse it. */
export function parseSql(text: string): readonly Node[] | undefined {
  return tryTo(text, () =>
    (parseSync(text).stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt])),
  );
}

/** The tree of a `DO` statement in PL/pgSQL; undefined where that cannot be read. */
export function parseBlock(text: string): unknown {
  return tryTo(text, () => parsePlPgSQLSync(text));
}

/** Undefined where PostgreSQL cannot tell where its words end. */
export function scanSql(text: string): readonly ScanToken[] | undefined {
  return tryTo(text, () => scanSync(text).tokens);
}

/** What is no SQL makes the parser throw errors of several classes; its texts end at a zero byte. */
function tryTo<T>(text: string, read: () => T): T | undefined {
  requireSqlParser();
  if (text.includes('\0')) return undefined;
  try {
    return read();
  } catch {
    return undefined;
  }
}
