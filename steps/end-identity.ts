import { sideBySide } from '../common/side-by-side';
import { appPolicy } from '../constructs/names';
import { revokeSelf } from './identities';
import type { Journal } from './journal';
import type { KeyStore } from './key-store';
import { requestsAtOnce } from './leases';
import { endSecretIds } from './secret-ids';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

export interface EndedIdentity {
  readonly secretIds: number;
  readonly tokens: number;
}

/**
 * Ends whatever the application was given, to whomever it came: its secret_ids, the tokens that these logged in for,
 * the lasting token of the key store, and with the tokens all credentials that they asked for.
 *
 * @param root a client that may list tokens and end any
 */
export async function endIdentity(
  root: VaultClient,
  store: KeyStore,
  journal: Journal,
): Promise<EndedIdentity> {
  return journal.step('end identity', {}, async () => {
    // First, so that nobody logs in again.
    const secretIds = await endSecretIds(root, 'all');
    const accessors = await root.list('auth/token/accessors');
    const ended = await sideBySide(accessors, requestsAtOnce, (accessor) => endIfApps(root, accessor));
    const lasting = await endLastingToken(root, store);
    return { secretIds, tokens: ended.filter((is) => is).length + lasting };
  });
}

/** An AppRole's tokens say which role logged in. */
async function endIfApps(root: VaultClient, accessor: string): Promise<boolean> {
  try {
    const { meta } = dataOf(await root.write('auth/token/lookup-accessor', { accessor }));
    if ((meta as Record<string, unknown> | null)?.['role_name'] !== appPolicy) return false;
    await root.write('auth/token/revoke-accessor', { accessor });
    return true;
  } catch (error) {
    // It has ended since it was listed.
    if (error instanceof VaultRequestProblem && error.isTokenGone) return false;
    throw error;
  }
}

/** That of the simple way, also where the deployment has an AppRole since. */
async function endLastingToken(root: VaultClient, store: KeyStore): Promise<number> {
  const token = store.readAppToken();
  if (token === undefined) return 0;
  let ended = 1;
  try {
    await revokeSelf(root.as(token));
  } catch (error) {
    if (!(error instanceof VaultRequestProblem && error.statusCode === 403)) throw error;
    ended = 0;
  }
  store.dropAppToken();
  return ended;
}
