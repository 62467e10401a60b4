/**
 * What failed:
 * - `unreachable`, `sealed`, `unavailable`: Vault does not answer, is sealed, or answers that something is wrong, such
 *   as PostgreSQL being away. Tried again.
 * - `denied`: the token is wrong or has ended, or its policy does not allow it.
 * - `refused`: Vault does not take the request as it is.
 * - `login-needed`: there is nothing to log in with, and somebody has to put it there.
 * - `secret-id-taken`: an alarm. Somebody else unwrapped the secret_id, or it has expired.
 * - `wrong-wrapping`: an alarm. Somebody put something else in the place of the secret_id.
 * - `expired`: the lease has run out.
 * - `not-started`: `start()` has not ended yet, or `stop()` was called.
 */
export type VaultCredentialsErrorCode =
  | 'unreachable'
  | 'sealed'
  | 'unavailable'
  | 'denied'
  | 'refused'
  | 'login-needed'
  | 'secret-id-taken'
  | 'wrong-wrapping'
  | 'expired'
  | 'not-started';

const transient: readonly VaultCredentialsErrorCode[] = ['unreachable', 'sealed', 'unavailable'];

/** The only error of this package. Never carries a secret, nor an error of the HTTP client, which would. */
export class VaultCredentialsError extends Error {
  override readonly name = 'VaultCredentialsError';

  constructor(
    readonly code: VaultCredentialsErrorCode,
    message: string,
  ) {
    super(message);
  }

  /** Whether it may go away by itself. */
  get isTransient(): boolean {
    return transient.includes(this.code);
  }
}

/** Whatever was thrown, as an error that holds no secret. */
export function asOwnError(error: unknown): VaultCredentialsError {
  if (error instanceof VaultCredentialsError) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return new VaultCredentialsError('unavailable', `an unexpected ${kind}`);
}
