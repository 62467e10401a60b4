import { Problem, exitCodes } from '../common/problem';
import { appSecretIdPath } from '../constructs/names';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/** What Vault says of a token that unwraps something, without unwrapping it. */
export interface Wrapped {
  readonly creationPath: string;
  readonly endsAt: Date;
}

/** @returns undefined where nothing is wrapped any more, whoever unwrapped it, or never was */
export async function lookUpWrapped(vault: VaultClient, wrappingToken: string): Promise<Wrapped | undefined> {
  try {
    const found = dataOf(await vault.write('sys/wrapping/lookup', { token: wrappingToken }));
    const madeMs = Date.parse(String(found['creation_time']));
    return {
      creationPath: String(found['creation_path']),
      endsAt: new Date(madeMs + Number(found['creation_ttl']) * 1000),
    };
  } catch (error) {
    if (isSpent(error)) return undefined;
    throw error;
  }
}

/**
 * Proves that a wrapping token is one of the application's secret_ids, which only who may make these can have made;
 * what is wrapped stays so.
 *
 * @throws Problem (exit code 3): an alarm where it is spent, or of another path
 */
export async function proveCreationPath(vault: VaultClient, wrappingToken: string): Promise<void> {
  const wrapped = await lookUpWrapped(vault, wrappingToken);
  if (wrapped === undefined) throw taken(vault);
  if (wrapped.creationPath === appSecretIdPath) return;
  throw new Problem({
    what: 'ALARM: this is not what was handed over',
    where: vault.address,
    why: `it was wrapped at ${wrapped.creationPath}, and not at ${appSecretIdPath}: somebody put it in the place of the secret_id. It was not unwrapped`,
    next: 'find out who can write to this folder; then npx dbvault app-identity --end-before ends what was handed over, and makes another',
    exitCode: exitCodes.refused,
  });
}

/**
 * Unwraps a secret_id, which works once.
 *
 * @throws Problem (exit code 3): an alarm where somebody else was first
 */
export async function unwrapSecretId(vault: VaultClient, wrappingToken: string): Promise<string> {
  try {
    const unwrapped = dataOf(await vault.as(wrappingToken).write('sys/wrapping/unwrap'));
    return String(unwrapped['secret_id']);
  } catch (error) {
    throw isSpent(error) ? taken(vault) : error;
  }
}

/** The alarm that wrapping is for. */
function taken({ address }: VaultClient): Problem {
  return new Problem({
    what: 'ALARM: the secret_id that was handed over cannot be unwrapped',
    where: address,
    why: 'somebody has unwrapped it already, or it has expired, or it is of a Vault that is gone. Where it was not you and is not too old, treat it as stolen: who has it can read the database as the application',
    next: 'npx dbvault app-identity --end-before ends whatever the application was given, what a thief made of it too, and makes another; where it has only expired, npx dbvault app-identity',
    exitCode: exitCodes.refused,
  });
}

function isSpent(error: unknown): boolean {
  return error instanceof VaultRequestProblem && [400, 403, 404].includes(error.statusCode);
}
