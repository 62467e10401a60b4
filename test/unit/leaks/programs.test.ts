import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../../common/project';
import { mustRun } from '../../../common/run';
import { temporaryFolder } from '../support/temporary-folder';

const calls = `
  require('./common/run').run('true', ['an argument'], { env: { ADDED: 'value' } });
  require('node:child_process').spawnSync('true');`;

describe('the preload that writes programs down', () => {
  it('writes each with its arguments, and what of its environment may be a secret', async () => {
    const file = join(temporaryFolder(), 'programs.jsonl');
    const preload = [
      '--import',
      './test/leaks/preload/programs.mjs',
      '--require',
      './common/run-typescript.cjs',
      '--eval',
    ];
    const env = { PROGRAMS_FILE: file, OTHER: 'from before', TF_VAR_password: 'the first one' };
    await mustRun(process.execPath, [...preload, calls], 'No calls', { cwd: projectFolder, env });
    const started = readFileSync(file, 'utf8').trim().split('\n');
    expect(started.map((line) => JSON.parse(line) as unknown)).toEqual([
      { args: ['true', 'an argument'], environment: ['TF_VAR_password=the first one', 'ADDED=value'] },
      { args: ['true'], environment: ['TF_VAR_password=the first one'] },
    ]);
  });
});
