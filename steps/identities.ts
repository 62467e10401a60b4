import { appPolicy } from '../constructs/names';
import type { Journal } from './journal';
import type { KeyStore } from './key-store';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/** As Vault has it for a token made with the display name `app`. */
const appDisplayName = 'token-app';

/** The application's token ends when nobody renews it for this long. */
const appPeriodSeconds = 30 * 24 * 3600;

/** Ends the client's own token, and with it what it made. */
export async function revokeSelf(vault: VaultClient): Promise<void> {
  await vault.write('auth/token/revoke-self');
}

/**
 * Makes sure that the application has a token that works: periodic, an orphan, and kept in the key store.
 *
 * @returns whether it made one
 */
export async function ensureAppIdentity(
  root: () => Promise<VaultClient>,
  vault: VaultClient,
  store: KeyStore,
  journal: Journal,
): Promise<boolean> {
  const isThere = await hasAppIdentity(vault, store);
  const interruptedSince = journal.interruptedSince('make app identity');
  if (isThere && interruptedSince === undefined) return false;
  const props = { policies: [appPolicy], period: `${appPeriodSeconds}s`, display_name: 'app' };
  await journal.step('make app identity', {}, async () => {
    if (!isThere) store.saveAppToken(await makeOrphan(await root(), props));
    if (interruptedSince !== undefined) await revokeStrays(await root(), store, interruptedSince);
  });
  return !isThere;
}

/** Whether the application has a token, and Vault takes it for the application's. */
export async function hasAppIdentity(vault: VaultClient, store: KeyStore): Promise<boolean> {
  const token = store.readAppToken();
  return token !== undefined && works(vault.as(token));
}

/** How long the client's own token lives where nobody renews it. */
export async function ttlSecondsOf(client: VaultClient): Promise<number> {
  return Number(dataOf((await client.read('auth/token/lookup-self')) ?? {})['ttl']);
}

async function works(vault: VaultClient): Promise<boolean> {
  try {
    const self = dataOf((await vault.read('auth/token/lookup-self')) ?? {});
    return Array.isArray(self['policies']) && self['policies'].includes(appPolicy);
  } catch (error) {
    if (error instanceof VaultRequestProblem && error.statusCode === 403) return false;
    throw error;
  }
}

async function makeOrphan(root: VaultClient, props: Record<string, unknown>): Promise<string> {
  const { auth } = await root.write('auth/token/create-orphan', props);
  return (auth as { client_token: string }).client_token;
}

/** Ends the application's tokens that a killed run made and nobody ever got: they would live on, renewed by no one. */
async function revokeStrays(root: VaultClient, store: KeyStore, since: Date): Promise<void> {
  const own = dataOf((await root.as(store.readAppToken() ?? '').read('auth/token/lookup-self')) ?? {});
  const { keys } = dataOf((await root.read('auth/token/accessors?list=true')) ?? {});
  for (const accessor of keys as string[]) {
    if (accessor === own['accessor']) continue;
    const token = dataOf(await root.write('auth/token/lookup-accessor', { accessor }));
    const isStray =
      token['display_name'] === appDisplayName && Number(token['creation_time']) >= wholeSeconds(since);
    if (isStray) await root.write('auth/token/revoke-accessor', { accessor });
  }
}

function wholeSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
