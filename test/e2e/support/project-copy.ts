import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFolder } from '../../../common/project';
import { mustRun, run, type RunOptions, type RunResult } from '../../../common/run';

const npmsOwn = 'node_modules/.package-lock.json';

/** The project as a fresh clone of it with its packages, in a folder of its own: what is done there is not done here. */
export class ProjectCopy {
  private constructor(readonly folder: string) {}

  static async make(): Promise<ProjectCopy> {
    const copy = new ProjectCopy(mkdtempSync(join(tmpdir(), 'dbvault-copy-')));
    const listed = await mustRun(
      'git',
      ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      'git',
      {
        cwd: projectFolder,
      },
    );
    for (const file of listed.split('\0').filter((name) => name !== '')) {
      mkdirSync(dirname(join(copy.folder, file)), { recursive: true });
      cpSync(join(projectFolder, file), join(copy.folder, file));
    }
    await copy.linkPackages();
    await copy.must('git', 'init', '--quiet');
    await copy.must('git', 'add', '--all');
    const author = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
    await copy.must('git', ...author, 'commit', '--quiet', '--no-verify', '--message', 'As it is');
    return copy;
  }

  run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return run(command, args, { ...options, cwd: this.folder });
  }

  async must(command: string, ...args: string[]): Promise<string> {
    return mustRun(command, args, `${command} ${args[0] ?? ''}`, { cwd: this.folder });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Links take seconds where a copy takes a minute. npm replaces what it changes, but for one file of its own. */
  private async linkPackages(): Promise<void> {
    const [from, to] = [join(projectFolder, 'node_modules'), join(this.folder, 'node_modules')];
    const linked = await run('cp', ['--archive', '--link', from, to]);
    // The folders may be on different disks.
    if (linked.exitCode !== 0) {
      rmSync(to, { recursive: true, force: true });
      await mustRun('cp', ['--archive', from, to], 'cp');
    }
    rmSync(join(this.folder, npmsOwn), { force: true });
    cpSync(join(projectFolder, npmsOwn), join(this.folder, npmsOwn));
  }
}
