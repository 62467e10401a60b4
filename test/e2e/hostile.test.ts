import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { inProject } from '../../common/project';
import { hostileDeployments } from '../unit/constructs/hostile-deployments';
import { Cli } from './support/cli';

const sideBySide = 2;
const rows = hostileDeployments.map((row, index) => ({ ...row, index }));
/** Other tests have deployments of their own, and the folder of locks is theirs too. */
const isNoOtherTests = (name: string) => !/^(e2e-|fault-|\.locks$)/.test(name);

describe('hostile deployments, through the real command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-hostile-'));
  const touched = join(folder, 'touched');
  const kept = () =>
    existsSync(inProject('.dbvault')) ? readdirSync(inProject('.dbvault')).filter(isNoOtherTests).sort() : [];
  const keptBefore = kept();
  const outcomes: { exitCode: number; stderr: string; stdout: string }[] = [];

  beforeAll(async () => {
    // Programs that leave a trace: none may be called.
    for (const program of ['docker', 'terraform', 'tofu', 'go', 'apt-get', 'dockerd']) {
      writeFileSync(join(folder, program), `#!/bin/sh\necho ${program} >> ${touched}\n`);
      chmodSync(join(folder, program), 0o755);
    }
    const waiting = [...rows];
    const path = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
    const worker = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        const env = { HOSTILE_ROW: String(row.index), PATH: path };
        outcomes[row.index] = await new Cli('test/e2e/deployments/e2e-hostile.ts', env).run('up', '--yes');
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, worker));
  }, 1_200_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are at least a hundred', () => {
    expect(rows.length).toBeGreaterThanOrEqual(100);
  });

  it.each(rows)('$title', ({ index, problems }) => {
    const outcome = outcomes[index];
    expect(outcome?.exitCode).toBe(64);
    expect(outcome?.stdout).toBe('');
    for (const problem of problems) expect(outcome?.stderr).toContain(problem);
    expect(outcome?.stderr).toContain('nothing was touched');
  });

  it('touch nothing: no program is called, no folder is made', () => {
    expect(existsSync(touched)).toBe(false);
    expect(kept()).toEqual(keptBefore);
  });
});
