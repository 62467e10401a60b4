import { loadModule } from 'libpg-query';

let isLoaded = false;

/** PostgreSQL's own parser, as WebAssembly, in some 15 ms: awaited once before plans with SQL are given a meaning. */
export async function loadSqlParser(): Promise<void> {
  await loadModule();
  isLoaded = true;
}

export function requireSqlParser(): void {
  if (!isLoaded) throw new Error('await loadSqlParser() first');
}
