import { styleText } from 'node:util';
import { Problem, exitCodes } from '../common/problem';

export interface OutputOptions {
  readonly json: boolean;
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** Colours text for a stream that is a terminal, unless NO_COLOR asks for none. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  const noColor = (process.env['NO_COLOR'] ?? '') !== '';
  return stream.isTTY && !noColor ? styleText(style, text, { validateStream: false }) : text;
}

/** Prints a verb's result: as one JSON document, or as the lines a person reads. */
export function printResult(options: OutputOptions, result: object, lines: readonly string[]): void {
  console.log(options.json ? JSON.stringify(result, null, 2) : lines.join('\n'));
}

/** Prints an error as what, where, why and what to do next, and sets the exit code. */
export function fail(error: unknown): void {
  const red = (text: string) => styled('red', text, process.stderr);
  if (!(error instanceof Problem)) {
    // A defect of this program: its own stack, and nothing of what other programs sent.
    const stack =
      error instanceof Error
        ? `${error.name} ${(error as NodeJS.ErrnoException).code ?? ''}\n${(error.stack ?? '')
            .split('\n')
            .filter((l) => l.startsWith('    at '))
            .join('\n')}`
        : 'unknown error';
    console.error(`${red('dbvault: unexpected error:')} ${stack}`);
    process.exitCode = exitCodes.failed;
    return;
  }
  const where = error.where === undefined ? '' : ` (${error.where})`;
  console.error(`${red('dbvault:')} ${error.what}${where}${error.why === undefined ? '' : `: ${error.why}`}`);
  if (error.next !== undefined) console.error(`Next: ${error.next}`);
  process.exitCode = error.exitCode;
}
