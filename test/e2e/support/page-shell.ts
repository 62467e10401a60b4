import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a page has a person type, by the heading that it stands under. */
export function blocksOf(page: string): ReadonlyMap<string, string> {
  // A single # is a comment in a block.
  const sections = readFileSync(page, 'utf8').split(/^##+ /m).slice(1);
  const blocks = sections.map((section) => {
    const [heading = '', ...lines] = section.split('\n');
    const code = [...lines.join('\n').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, text]) => text);
    return [heading, code.join('\n')] as const;
  });
  return new Map(blocks.filter(([, code]) => code !== ''));
}

/** A shell that stays, as a person's does: what one block sets the next one has. Its first failure ends it. */
export class PageShell {
  private readonly folder = mkdtempSync(join(tmpdir(), 'dbvault-page-'));
  private readonly process;
  private output = '';
  private count = 0;
  private readonly ended: Promise<unknown>;

  constructor(cwd: string, env: Readonly<Record<string, string>>) {
    this.process = spawn('sh', ['-e'], { cwd, env: { ...process.env, ...env } });
    this.ended = once(this.process, 'close');
    // Of a shell that has ended already, which `run` tells.
    this.process.stdin.on('error', () => undefined);
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on('data', (data: Buffer) => (this.output += data.toString()));
  }

  /**
   * Runs a block to its end.
   *
   * @returns what it printed
   * @throws Error with that, where a command of it failed
   */
  async run(code: string): Promise<string> {
    const file = join(this.folder, `${++this.count}.sh`);
    const done = `--- block ${this.count} is done ---`;
    const begin = this.output.length;
    writeFileSync(file, code, { mode: 0o600 });
    this.process.stdin.write(`. ${file} < /dev/null\necho '${done}'\n`);
    for (;;) {
      const printed = this.output.slice(begin);
      if (printed.includes(done)) return printed.slice(0, printed.indexOf(done));
      const hasEnded = await Promise.race([
        this.ended.then(() => true),
        once(this.process.stdout, 'data').then(() => false),
      ]);
      if (hasEnded) throw new Error(`A command failed:\n${code}\n${this.output.slice(begin)}`);
    }
  }

  end(): void {
    this.process.stdin.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
