import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { inProject } from '../../common/project';
import { hostileDeployments } from '../unit/constructs/hostile-deployments';
import { Cli } from './support/cli';

const sideBySide = 2;
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
    const rows = hostileDeployments.map((_, index) => index);
    const worker = async () => {
      for (let row = rows.shift(); row !== undefined; row = rows.shift()) {
        const path = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
        const cli = new Cli('test/e2e/deployments/e2e-hostile.ts', { HOSTILE_ROW: String(row), PATH: path });
        outcomes[row] = await cli.run('up', '--yes');
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, worker));
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are at least a hundred', () => {
    expect(hostileDeployments.length).toBeGreaterThanOrEqual(100);
  });

  it.each(hostileDeployments.map(({ title, problems }, row) => [title, row, problems] as const))(
    '%s',
    (_, row, problems) => {
      const outcome = outcomes[row];
      expect(outcome?.exitCode).toBe(64);
      expect(outcome?.stdout).toBe('');
      for (const problem of problems) expect(outcome?.stderr).toContain(problem);
      expect(outcome?.stderr).toContain('nothing was touched');
    },
  );

  it('touch nothing: no program is called, no folder is made', () => {
    expect(existsSync(touched)).toBe(false);
    expect(kept()).toEqual(keptBefore);
  });
});
