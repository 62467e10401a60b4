import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../common/problem';
import { parseJson } from '../common/parse-json';
import { readSecretFile, writeSecretFile } from '../common/secret-file';
import { appRoleMount, type OperatorIdentity } from '../constructs/names';
import { revokeSelf } from './identities';
import type { Journal } from './journal';
import type { KeyStore } from './key-store';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/** What an identity logs in with. It is kept in the key store, and used for tokens of minutes. */
const loginSchema = z.object({ roleId: z.string().min(1), secretId: z.string().min(1) });
type Login = z.infer<typeof loginSchema>;

/**
 * Logs in as one of this command's identities.
 *
 * @returns undefined where there is no login yet, or Vault takes it no more
 */
export async function logIn(
  vault: VaultClient,
  store: KeyStore,
  identity: OperatorIdentity,
): Promise<VaultClient | undefined> {
  const login = readLogin(store, identity);
  if (login === undefined) return undefined;
  try {
    const body = { role_id: login.roleId, secret_id: login.secretId };
    const { auth } = await vault.write(`auth/${appRoleMount}/login`, body);
    return vault.as((auth as { client_token: string }).client_token);
  } catch (error) {
    if (error instanceof VaultRequestProblem && [400, 403, 404].includes(error.statusCode)) return undefined;
    throw error;
  }
}

/**
 * Makes sure that each of these identities has a login that works.
 *
 * @param root a client that may make logins; asked for where one is needed
 * @returns those whose login was made anew
 */
export async function ensureLogins(
  root: () => Promise<VaultClient>,
  vault: VaultClient,
  store: KeyStore,
  journal: Journal,
  identities: readonly OperatorIdentity[],
): Promise<OperatorIdentity[]> {
  // Of an interrupted run there may be one in Vault that nobody got: making it anew ends it.
  const all = journal.isInterrupted('make logins');
  const refused = all ? [...identities] : await refusedLogins(vault, store, identities);
  if (refused.length === 0) return [];
  await journal.step('make logins', {}, async () => {
    const client = await root();
    for (const identity of refused) await makeLogin(client, store, identity);
    const [stillRefused] = await refusedLogins(vault, store, identities);
    if (stillRefused !== undefined) throw notTaken(vault, stillRefused);
  });
  return refused;
}

/** Those of the identities that have no login, or one that Vault does not take. */
export async function refusedLogins(
  vault: VaultClient,
  store: KeyStore,
  identities: readonly OperatorIdentity[],
): Promise<OperatorIdentity[]> {
  const clients = await Promise.all(identities.map((identity) => logIn(vault, store, identity)));
  const open = clients.filter((client) => client !== undefined);
  await Promise.all(open.map((client) => revokeSelf(client)));
  return identities.filter((_, index) => clients[index] === undefined);
}

/** The new one takes the place of all that were made before, also of one that a killed run did not write down. */
async function makeLogin(root: VaultClient, store: KeyStore, identity: OperatorIdentity): Promise<void> {
  const role = `auth/${appRoleMount}/role/${identity}`;
  const found = await root.read(`${role}/role-id`);
  if (found === undefined) throw noRole(root, identity);
  const made = dataOf(await root.write(`${role}/secret-id`));
  const login: Login = { roleId: String(dataOf(found)['role_id']), secretId: String(made['secret_id']) };
  writeSecretFile(loginFile(store, identity), `${JSON.stringify(login, null, 2)}\n`);
  for (const accessor of await root.list(`${role}/secret-id`)) {
    if (accessor === made['secret_id_accessor']) continue;
    await root.write(`${role}/secret-id-accessor/destroy`, { secret_id_accessor: accessor });
  }
}

function readLogin(store: KeyStore, identity: OperatorIdentity): Login | undefined {
  return loginSchema.safeParse(parseJson(readSecretFile(loginFile(store, identity)) ?? '')).data;
}

function loginFile({ folder }: KeyStore, identity: OperatorIdentity): string {
  return join(folder, `${identity}-login.json`);
}

function noRole({ address }: VaultClient, identity: OperatorIdentity): Problem {
  return new Problem({
    what: `Vault has no AppRole ${identity}`,
    where: address,
    why: 'the stack access was not applied',
    next: 'npm run up',
  });
}

function notTaken({ address }: VaultClient, identity: OperatorIdentity): Problem {
  return new Problem({
    what: `Vault does not take the login that it made for ${identity}`,
    where: address,
    next: "look at Vault's log, with docker logs; then run the same command again",
  });
}
