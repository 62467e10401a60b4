import { readFileSync } from 'node:fs';
import { settings } from './settings';

/** Where PostgreSQL is, with its certificate to be verified. */
export function whereItIs() {
  const { host, port, name, caFile } = settings.database;
  return { host, port, database: name, ssl: { ca: readFileSync(caFile, 'utf8') } };
}
