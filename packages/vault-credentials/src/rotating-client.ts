import { Client, type ClientConfig } from 'pg';
import type { BorrowedUser, VaultCredentials } from './vault-credentials';

/** PostgreSQL's codes for a login that it does not take. */
const loginRefused = ['28P01', '28000'];
/** PostgreSQL's code for a session that somebody has ended. */
const sessionEnded = '57P01';

type Callback = (error: Error | undefined) => void;

/** A connection of the user that is current when it is made: `pg` asks for a password later, but not for a user. */
export class RotatingClient extends Client {
  readonly #user: BorrowedUser | undefined;
  readonly #problem: Error | undefined;

  constructor(credentials: VaultCredentials, config?: ClientConfig) {
    const { user, problem } = borrow(credentials);
    super({ ...config, user: user?.username, password: user?.password });
    this.#user = user;
    this.#problem = problem;
    this.on('error', (error: Error & { code?: string }) => {
      if (error.code === sessionEnded) user?.sessionEnded();
    });
    this.once('end', () => user?.giveBack());
  }

  /** Whether another connection would have the same user. */
  get isCurrent(): boolean {
    return this.#user?.isCurrent() === true;
  }

  override connect(): Promise<this & Client>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<this & Client> | void {
    if (callback !== undefined) {
      this.#connect(callback);
      return;
    }
    return new Promise((resolve, reject) => {
      this.#connect((error) => (error === undefined ? resolve(this) : reject(error)));
    });
  }

  #connect(callback: Callback): void {
    if (this.#problem !== undefined) {
      process.nextTick(callback, this.#problem);
      return;
    }
    super.connect((error: (Error & { code?: string }) | null | undefined) => {
      if (error && loginRefused.includes(error.code ?? '')) this.#user?.loginRefused();
      callback(error ?? undefined);
    });
  }
}

/** A pool makes clients where an error would end the process, so that it is told when connecting. */
function borrow(credentials: VaultCredentials): { user?: BorrowedUser; problem?: Error } {
  try {
    return { user: credentials.borrow() };
  } catch (problem) {
    return { problem: problem as Error };
  }
}
