import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { shownStep } from './shown-step';

/** Whether a person is there to be asked: to read the question, and to type. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * Asks for secrets at the terminal without showing what is typed or pasted. Of lines that are pasted at once, each
 * answers one question.
 */
export class HiddenPrompt {
  private readonly terminal: Interface;
  private readonly lines: string[] = [];
  private waiting: ((line: string | undefined) => void) | undefined;
  private hasEnded = false;

  constructor() {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    this.terminal = createInterface({
      input: process.stdin,
      output: nowhere,
      terminal: true,
      historySize: 0,
    });
    this.terminal.on('line', (line) => this.take(line));
    this.terminal.on('SIGINT', () => this.terminal.close());
    this.terminal.on('close', () => {
      this.hasEnded = true;
      this.waiting?.(undefined);
    });
  }

  /** @returns undefined where nobody answers any more: Ctrl-C, or the end of the input */
  async ask(question: string): Promise<string | undefined> {
    // Steps that are shown live write over every line but their own.
    const show = shownStep();
    if (show === undefined) process.stderr.write(question);
    else show(question);
    const answer = await this.next();
    if (show === undefined) process.stderr.write('\n');
    else show('');
    return answer;
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.terminal.close();
  }

  private async next(): Promise<string | undefined> {
    const line = this.lines.shift();
    if (line !== undefined || this.hasEnded) return line;
    return new Promise((resolve) => (this.waiting = resolve));
  }

  private take(line: string): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting === undefined) this.lines.push(line);
    else waiting(line);
  }
}
