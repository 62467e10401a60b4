import { sideBySide } from '../common/side-by-side';
import type {
  FoundAuditDevice,
  FoundConnection,
  FoundIdentity,
  FoundLogin,
  FoundMount,
  FoundVault,
} from '../common/found/vault';
import { appRoleMount } from '../constructs/names';
import { requestsAtOnce } from './leases';
import { readLeaseCounts, readSeal, readServer, readTokens } from './read-vault-state';
import { dataOf, type VaultClient, type VaultData } from './vault-client';

type Readers = { readonly [Part in keyof VaultsOwn]: () => Promise<VaultsOwn[Part]> };

/** Whether the plugin is the image's own, the image tells. */
type VaultsOwn = Omit<FoundVault, 'hasPlugin'>;

/**
 * Reads what can be changed by hand, part by part: one that cannot be read leaves the others. Changes nothing.
 *
 * @param plan a client that may read all of it
 * @param mount where the deployment's database secrets engine is
 * @param told what Vault told just now, by path: it is not asked for that again
 */
export function vaultReaders(
  plan: VaultClient,
  mount: string,
  told: ReadonlyMap<string, VaultData> = new Map(),
): Readers {
  return {
    policies: () => readEach(plan, 'sys/policies/acl', (name, { policy }) => ({ name, hcl: String(policy) })),
    authMounts: () => readMounts(plan, 'sys/auth'),
    secretsMounts: () => readMounts(plan, 'sys/mounts'),
    logins: () => readLogins(plan),
    entities: () => readEach(plan, 'identity/entity/id', identityOf),
    groups: () => readEach(plan, 'identity/group/id', identityOf),
    auditDevices: () => readAuditDevices(plan),
    connections: () => readEach(plan, `${mount}/config`, connectionOf, told),
    databaseRoles: () =>
      readEach(plan, `${mount}/roles`, (name, { db_name }) => ({ name, connection: String(db_name) }), told),
    staticRoles: () => plan.list(`${mount}/static-roles`),
    tokens: () => readTokens(plan),
    leases: () => readLeaseCounts(plan),
    server: () => readServer(plan),
    seal: () => readSeal(plan),
  };
}

/** What is under a path, each with what Vault says of it; what went meanwhile is left out. */
async function readEach<T>(
  plan: VaultClient,
  path: string,
  toFound: (name: string, data: VaultData) => T,
  told: ReadonlyMap<string, VaultData> = new Map(),
): Promise<T[]> {
  const names = await plan.list(path);
  const found = await sideBySide(names, requestsAtOnce, async (name) => {
    const own = `${path}/${name}`;
    const known = told.get(own);
    if (known !== undefined) return known;
    const answer = await plan.read(own);
    return answer && dataOf(answer);
  });
  return names.flatMap((name, index) => {
    const data = found[index];
    return data === undefined ? [] : [toFound(name, data)];
  });
}

async function readMounts(plan: VaultClient, path: string): Promise<FoundMount[]> {
  const mounts = dataOf((await plan.read(path)) ?? {}) as Record<string, Omit<FoundMount, 'path'>>;
  return Object.entries(mounts).map(([path, { type, description }]) => ({
    path: withoutSlash(path),
    type,
    description,
  }));
}

async function readLogins(plan: VaultClient): Promise<FoundLogin[]> {
  const path = `auth/${appRoleMount}/role`;
  const roles = await readEach(plan, path, (name, data) => ({
    name,
    policies: texts(data['token_policies']),
  }));
  return sideBySide(roles, requestsAtOnce, async (role) => ({
    ...role,
    secretIds: (await plan.list(`${path}/${role.name}/secret-id`)).length,
  }));
}

function identityOf(id: string, { name, policies, aliases }: VaultData): FoundIdentity {
  const all = (Array.isArray(aliases) ? aliases : []) as { metadata?: { role_name?: string } | null }[];
  return {
    id,
    name: String(name),
    policies: texts(policies),
    logins: all.flatMap(({ metadata }) => metadata?.role_name ?? []),
  };
}

async function readAuditDevices(plan: VaultClient): Promise<FoundAuditDevice[]> {
  const devices = dataOf((await plan.read('sys/audit')) ?? {}) as Record<
    string,
    { type: string; options: Record<string, string> | null }
  >;
  return Object.entries(devices).map(([path, { type, options }]) => ({
    path: withoutSlash(path),
    type,
    options: options ?? {},
  }));
}

function connectionOf(
  name: string,
  { connection_details: details, ...settings }: VaultData,
): FoundConnection {
  return { name, settings: { ...settings, ...(details as VaultData) } };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}
