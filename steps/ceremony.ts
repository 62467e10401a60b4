import { Problem, exitCodes } from '../common/problem';
import { VaultRequestProblem, type VaultClient, type VaultData } from './vault-client';

/** A procedure of Vault that begins, takes shares one by one, and then answers; at most one at a time. */
export interface Ceremony {
  readonly name: string;
  /** Where it is begun, looked at and cancelled. */
  readonly attempt: string;
  readonly update: string;
  readonly begin: VaultData;
}

/** Whether somebody began it, and it has not ended. */
export async function isUnderWay(vault: VaultClient, { attempt }: Ceremony): Promise<boolean> {
  return (await vault.read(attempt))?.['started'] === true;
}

/** Whatever shares were given to it count for nothing. */
export async function cancel(vault: VaultClient, { attempt }: Ceremony): Promise<void> {
  const { started, nonce } = (await vault.read(attempt)) ?? {};
  if (started === true) await vault.delete(attempt, { nonce });
}

/** What a ceremony that took its shares answered. */
export interface Taken {
  /** Of its beginning and its end. */
  readonly answer: VaultData;
  readonly shares: readonly string[];
}

/**
 * Begins a ceremony and gives it one set of shares; where Vault does not take them, anew with the next.
 *
 * @throws Problem where Vault takes none: then the ceremony is cancelled
 */
export async function hold(
  vault: VaultClient,
  ceremony: Ceremony,
  sets: readonly (readonly string[])[],
): Promise<Taken> {
  for (const shares of sets) {
    await cancel(vault, ceremony);
    const begun = await vault.write(ceremony.attempt, ceremony.begin);
    const ended = await give(vault, ceremony.update, begun['nonce'], shares);
    if (ended?.['complete'] === true) return { answer: { ...begun, ...ended, otp: begun['otp'] }, shares };
  }
  await cancel(vault, ceremony);
  throw sharesRefused(vault);
}

/** @returns what Vault answers to the last share; undefined where it does not take them */
async function give(
  vault: VaultClient,
  path: string,
  nonce: unknown,
  shares: readonly string[],
): Promise<VaultData | undefined> {
  try {
    let answer: VaultData = {};
    for (const key of shares) answer = await vault.write(path, { key, nonce });
    return answer;
  } catch (error) {
    if (error instanceof VaultRequestProblem && [400, 500].includes(error.statusCode)) return undefined;
    throw error;
  }
}

/** @returns the refusal of shares that belong to nothing here */
export function sharesRefused({ address }: VaultClient): Problem {
  return new Problem({
    what: 'The key shares do not open this Vault',
    where: address,
    why: 'they belong to another Vault, are older than its last rekey, or are damaged',
    next: 'bring other shares, with --shares <file>; where there are none: npx dbvault recover vault-volume',
    exitCode: exitCodes.refused,
  });
}
