import { VaultCredentialsError } from './error';
import { dataOf, numberIn, type VaultApi, type VaultBody } from './vault-api';

/** What a login gives. */
export interface VaultToken {
  readonly value: string;
  /** Infinity where it never ends. */
  readonly ttlSeconds: number;
  /** Who makes it last: `us`, by renewing; somebody `else`, such as Vault Agent; or nobody, so that it only `ends`. */
  readonly renewedBy: 'us' | 'else' | 'nobody';
  /** Whether `stop()` ends it. */
  readonly isOurs: boolean;
}

/** A way to get a token. */
export interface LoginMethod {
  /** @throws VaultCredentialsError */
  logIn(vault: VaultApi): Promise<VaultToken>;
  /** Whether there is another token to be had than the one of the last login; asked every second. @default there is not */
  hasChanged?(): boolean;
}

/** The token that is given, such as an orphan from the environment of a process manager; it is renewed, and not ended. */
export function token(value: string): LoginMethod {
  let isTaken = false;
  return {
    async logIn(vault) {
      if (isTaken) {
        throw new VaultCredentialsError(
          'login-needed',
          'the given token has come to its end, and there is no other',
        );
      }
      const { ttlSeconds, isRenewable } = await lookUp(vault, value);
      isTaken = true;
      return { value, ttlSeconds, renewedBy: isRenewable ? 'us' : 'nobody', isOurs: false };
    },
  };
}

/** What Vault says of a token. @throws VaultCredentialsError */
export async function lookUp(
  vault: VaultApi,
  value: string,
): Promise<{ ttlSeconds: number; isRenewable: boolean }> {
  const found = dataOf(await vault.send({ method: 'GET', path: 'auth/token/lookup-self', token: value }));
  return { ttlSeconds: asTtl(numberIn(found, 'ttl')), isRenewable: found['renewable'] === true };
}

/** 0 is Vault's word for a token that never ends. */
export function asTtl(seconds: number): number {
  return seconds === 0 ? Infinity : seconds;
}

/** The `auth` of an answer. */
export function authOf(body: VaultBody): VaultBody {
  return (body['auth'] ?? {}) as VaultBody;
}
