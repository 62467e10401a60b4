import { nowSeconds } from './clock';
import { asOwnError, type VaultCredentialsError } from './error';
import { retryAfterSeconds } from './pace';

/** Something that is to be done again and again, each time when it is due. */
export class Task {
  #failures = 0;
  #notBefore = 0;

  constructor(
    private readonly due: () => number,
    private readonly run: () => Promise<void>,
  ) {}

  dueAt(): number {
    return Math.max(this.due(), this.#notBefore);
  }

  /** @returns what went wrong, which puts off the next attempt */
  async attempt(leaseLeftSeconds: () => number): Promise<VaultCredentialsError | undefined> {
    try {
      await this.run();
      this.#failures = 0;
      return undefined;
    } catch (error) {
      this.#failures += 1;
      this.#notBefore = nowSeconds() + retryAfterSeconds(this.#failures, leaseLeftSeconds());
      return asOwnError(error);
    }
  }
}
