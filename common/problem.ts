/** Exit codes of every command: see the README's table. */
export const exitCodes = { done: 0, failed: 1, changes: 2, refused: 3, usage: 64 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface ProblemProps {
  /** What failed, as a sentence without a full stop: `Vault did not answer`. */
  readonly what: string;
  /** The address, container, file or property it failed at. */
  readonly where?: string;
  /** The cause, as far as it is known. Never a token, key, password or response body. */
  readonly why?: string;
  /** The command or the action that helps. */
  readonly next?: string;
  /** @default 1, failed */
  readonly exitCode?: ExitCode;
}

/** An error meant for a person: what failed, where, why, and what to do next. Never carries a secret. */
export class Problem extends Error {
  readonly what: string;
  readonly where: string | undefined;
  readonly why: string | undefined;
  readonly next: string | undefined;
  readonly exitCode: ExitCode;

  constructor(props: ProblemProps) {
    super(
      [
        props.where === undefined ? props.what : `${props.what} (${props.where})`,
        props.why === undefined ? '' : `: ${props.why}`,
      ].join(''),
    );
    this.name = 'Problem';
    this.what = props.what;
    this.where = props.where;
    this.why = props.why;
    this.next = props.next;
    this.exitCode = props.exitCode ?? exitCodes.failed;
  }
}

/** Whether this is a refusal to protect data. */
export function isRefused(error: unknown): boolean {
  return error instanceof Problem && error.exitCode === exitCodes.refused;
}
