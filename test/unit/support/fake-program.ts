import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from './temporary-folder';

const path = process.env['PATH'] ?? '';

/** Puts a shell script of this name before every other program, for one test. @returns its file */
export function fakeProgram(name: string, script: string): string {
  const folder = temporaryFolder();
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  process.env['PATH'] = `${folder}${delimiter}${path}`;
  return file;
}

afterEach(() => {
  process.env['PATH'] = path;
});
