import { readFileSync } from 'node:fs';
import { VaultCredentialsError } from './error';
import { lookUp, type LoginMethod } from './login';

/** The token in the file that Vault Agent writes (`sink "file"`, not wrapped). Agent renews it, and ends it. */
export function agentSink(file: string): LoginMethod {
  let taken: string | undefined;
  return {
    async logIn(vault) {
      const value = read(file);
      if (value === undefined) throw missing(`Vault Agent has not written ${file} yet`);
      try {
        const { ttlSeconds } = await lookUp(vault, value);
        taken = value;
        return { value, ttlSeconds, renewedBy: 'else', isOurs: false };
      } catch (error) {
        const isEnded = error instanceof VaultCredentialsError && error.code === 'denied';
        throw isEnded
          ? missing(`the token in ${file} has ended, and Vault Agent has not written another yet`)
          : error;
      }
    },
    hasChanged() {
      const value = read(file);
      return value !== undefined && value !== taken;
    },
  };
}

function missing(message: string): VaultCredentialsError {
  return new VaultCredentialsError('login-needed', message);
}

function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}
