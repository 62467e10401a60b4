import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectFolder } from '../../../common/project';

/** What puts letters elsewhere on a screen, between those that a person sees side by side. */
// eslint-disable-next-line no-control-regex -- that is what a terminal is told with
const whatMoves = /\u001b\[[0-9;?]*[A-Za-z]|\s/g;

/** Whoever was not asked by then is not asked any more. */
const longestMs = 40_000;

/** What to type once the screen shows something new. */
export interface Typing {
  readonly when: string;
  readonly type: string;
}

/**
 * Runs a command in a terminal of its own, made by script(1), and types as a person does: when asked.
 *
 * @returns how it ended, all that the screen showed, and the same without what is between the letters
 */
export async function atTerminal(
  command: string,
  typing: readonly Typing[],
): Promise<{ readonly exitCode: number | null; readonly screen: string; readonly letters: string }> {
  const sized = `stty rows 40 cols 120; ${command}`;
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', sized, '/dev/null'], {
    cwd: projectFolder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let seen = 0;
  const waiting = [...typing];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    const [next] = waiting;
    const at = next === undefined ? -1 : screen.indexOf(next.when, seen);
    if (next === undefined || at < 0) return;
    seen = screen.length;
    waiting.shift();
    child.stdin.write(next.type);
  });
  const limit = setTimeout(() => child.kill(), longestMs);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { exitCode, screen, letters: screen.replaceAll(whatMoves, '') };
}
