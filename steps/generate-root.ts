import { Problem } from '../common/problem';
import { hold, type Ceremony } from './ceremony';
import { VaultRequestProblem, type VaultClient } from './vault-client';

export const rootGeneration: Ceremony = {
  name: 'generation of a root token',
  attempt: 'sys/generate-root/attempt',
  update: 'sys/generate-root/update',
  begin: {},
};

/**
 * Makes a new root token from key shares alone.
 *
 * @param sets each as many as open Vault; the first one that it takes is used
 * @returns the token, and the shares that made it
 */
export async function generateRoot(
  vault: VaultClient,
  sets: readonly (readonly string[])[],
): Promise<{ readonly token: string; readonly shares: readonly string[] }> {
  const { answer, shares } = await hold(vault, rootGeneration, sets);
  const token = decode(String(answer['encoded_token']), String(answer['otp']));
  if (await tokenWorks(vault, token)) return { token, shares };
  throw new Problem({
    what: 'Vault does not take the root token that it made',
    where: vault.address,
    next: 'run the same command again',
  });
}

/** Whether Vault takes a token, whatever it may do. */
export async function tokenWorks(vault: VaultClient, token: string): Promise<boolean> {
  try {
    return (await vault.as(token).read('auth/token/lookup-self')) !== undefined;
  } catch (error) {
    if (error instanceof VaultRequestProblem && error.statusCode === 403) return false;
    throw error;
  }
}

/** The token goes over the wire only as the difference to a one-time pad that Vault told at the beginning. */
function decode(encoded: string, pad: string): string {
  const padding = Buffer.from(pad);
  return Buffer.from(
    Buffer.from(encoded, 'base64').map((byte, index) => byte ^ (padding[index] ?? 0)),
  ).toString();
}
