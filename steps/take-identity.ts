import { Problem } from '../common/problem';
import { appRoleMount } from '../constructs/names';
import type { HandedOver } from './hand-over';
import { VaultRequestProblem, type VaultClient } from './vault-client';
import { proveCreationPath, unwrapSecretId } from './wrapping';

/** What an application is in Vault from its login on. */
export interface AppIdentity {
  readonly token: string;
  /** Until it ends where nobody renews it. */
  readonly ttlSeconds: number;
  /** How many requests it makes; 0 is no limit. */
  readonly uses: number;
}

/**
 * Takes what was handed over, as an application does: looks where the wrapping came from before it unwraps, and logs
 * in. The secret_id is in memory alone, and only as long as that takes.
 *
 * @throws Problem (exit code 3): an alarm where somebody else was first, or has put something else there
 */
export async function takeIdentity(vault: VaultClient, handed: HandedOver): Promise<AppIdentity> {
  await proveCreationPath(vault, handed.wrappingToken);
  const secretId = await unwrapSecretId(vault, handed.wrappingToken);
  return logInAsApp(vault, handed.roleId, secretId);
}

/** @throws Problem where Vault takes no login of the application from here */
export async function logInAsApp(vault: VaultClient, roleId: string, secretId: string): Promise<AppIdentity> {
  try {
    const { auth } = await vault.write(`auth/${appRoleMount}/login`, {
      role_id: roleId,
      secret_id: secretId,
    });
    const made = auth as { client_token: string; lease_duration: number; num_uses: number };
    return { token: made.client_token, ttlSeconds: made.lease_duration, uses: made.num_uses };
  } catch (error) {
    const isRefused = error instanceof VaultRequestProblem && [400, 403].includes(error.statusCode);
    throw isRefused ? refused(vault) : error;
  }
}

function refused({ address }: VaultClient): Problem {
  return new Problem({
    what: 'Vault does not let the application log in',
    where: address,
    why: "its secret_id was ended by a later hand-over, has expired, or Vault sees it come from outside of the deployment's application.cidrs",
    next: 'npx dbvault app-identity makes another, to be taken from where the application runs',
  });
}
