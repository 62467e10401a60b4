import { appSecretIdPath, operatorIdentities } from '../../../../constructs/names';

/** Those that have a policy, in `policies/`, of their name. */
export const identities = ['db-admin', 'plan', 'backup', 'app-issuer', 'app'] as const;
export type Identity = (typeof identities)[number];

/** What each request asks for, and `sudo` beside it on the paths that Vault keeps for root. */
export type Capability = 'create' | 'read' | 'update' | 'delete' | 'list' | 'sudo';

/**
 * Who may do what, by path: `+` is one part of a path, and `*` at its end all that follows. What is not here nobody
 * may, whatever Vault has.
 */
export const granted: Readonly<Record<string, Partial<Record<Identity, readonly Capability[]>>>> = {
  'sys/mounts/database': { 'db-admin': ['read'], plan: ['read'] },
  'database/config/*': { 'db-admin': ['create', 'read', 'update', 'delete'], plan: ['read', 'list'] },
  'database/roles/*': { 'db-admin': ['create', 'read', 'update', 'delete'], plan: ['read', 'list'] },
  'database/static-roles/': { plan: ['list'] },
  'database/reset/*': { 'db-admin': ['update'] },
  'database/rotate-root/*': { 'db-admin': ['update'] },
  'database/creds/db-app': { app: ['read'] },
  'sys/policies/acl/*': { plan: ['read', 'list'] },
  'sys/auth': { plan: ['read'] },
  'sys/config/state/sanitized': { plan: ['read'] },
  'sys/audit': { plan: ['read', 'sudo'] },
  'sys/mounts/auth/approle': { plan: ['read'] },
  'sys/mounts/auth/approle/tune': { plan: ['read'] },
  'auth/approle/role/': { plan: ['list'] },
  'auth/approle/role/+': { plan: ['read'] },
  'auth/approle/role/+/secret-id/': { plan: ['list'] },
  'identity/entity/id/*': { plan: ['read', 'list'] },
  'identity/group/id/*': { plan: ['read', 'list'] },
  'auth/approle/role/+/role-id': { plan: ['read'] },
  'sys/plugins/catalog/database/postgresql-database-plugin': { plan: ['read', 'sudo'] },
  'sys/mounts': { plan: ['read'] },
  'sys/leases/lookup/*': { plan: ['list', 'sudo'] },
  'sys/leases/revoke': { app: ['update'] },
  'auth/token/accessors': { plan: ['list', 'sudo'] },
  'auth/token/lookup-accessor': { plan: ['update'] },
  'sys/storage/raft/snapshot': { backup: ['read'] },
  // Only wrapped, which is tried where the application is handed one.
  [appSecretIdPath]: { 'app-issuer': ['update'] },
  [`${appSecretIdPath}/`]: { 'app-issuer': ['list'] },
  'auth/approle/role/app/role-id': { 'app-issuer': ['read'], plan: ['read'] },
  'auth/approle/role/app/secret-id-accessor/lookup': { 'app-issuer': ['update'] },
  'auth/approle/role/app/secret-id-accessor/destroy': { 'app-issuer': ['update'] },
};

/** What Vault's own policy `default` gives each token, for itself. */
export const ofDefault: Readonly<Record<string, readonly Capability[]>> = {
  'auth/token/lookup-self': ['read'],
  'auth/token/renew-self': ['update'],
  'auth/token/revoke-self': ['update'],
  'sys/capabilities-self': ['update'],
  'identity/entity/id/{{identity.entity.id}}': ['read'],
  'identity/entity/name/{{identity.entity.name}}': ['read'],
  'sys/internal/ui/resultant-acl': ['read'],
  'sys/renew': ['update'],
  'sys/leases/renew': ['update'],
  'sys/leases/lookup': ['update'],
  'cubbyhole/*': ['create', 'read', 'update', 'delete', 'list'],
  'sys/wrapping/wrap': ['update'],
  'sys/wrapping/lookup': ['update'],
  'sys/wrapping/unwrap': ['update'],
  'sys/tools/hash': ['update'],
  'sys/tools/hash/*': ['update'],
  'sys/control-group/request': ['update'],
  'identity/oidc/provider/+/authorize': ['read', 'update'],
};

/**
 * What nobody may, of that which would do the most, but for the lists that the table has: tried with every method, so
 * that what Vault's description of itself leaves out is tried too.
 */
export const nobodys: readonly string[] = [
  'sys/policy/other',
  'sys/auth/other',
  'sys/auth/approle/tune',
  'sys/audit/other',
  'sys/audit-hash/file',
  'sys/mounts/other',
  'sys/mounts/other/tune',
  'sys/mounts/database/tune',
  'sys/remount',
  'sys/plugins/catalog/database/other',
  'sys/plugins/pins/database/other',
  'sys/config/auditing/request-headers/other',
  'sys/raw/core/keyring',
  'sys/rotate',
  'sys/rekey/backup',
  'sys/key-status',
  'sys/storage/raft/snapshot-force',
  'sys/storage/raft/configuration',
  'sys/storage/raft/remove-peer',
  'sys/leases/count',
  'sys/leases/tidy',
  'sys/leases/revoke-prefix/database/creds',
  'sys/leases/revoke-force/database/creds',
  'sys/revoke-prefix/database/creds',
  'sys/revoke-force/database/creds',
  'sys/quotas/rate-limit/other',
  'sys/loggers',
  'sys/capabilities',
  'sys/internal/counters/activity',
  'sys/tools/random',
  'auth/token/create',
  'auth/token/create-orphan',
  'auth/token/create/other',
  'auth/token/lookup',
  'auth/token/renew',
  'auth/token/revoke',
  'auth/token/revoke-accessor',
  'auth/token/revoke-orphan',
  'auth/token/roles/other',
  'auth/token/tidy',
  ...operatorIdentities.flatMap((identity) => [
    `auth/approle/role/${identity}/secret-id`,
    `auth/approle/role/${identity}/custom-secret-id`,
    `auth/approle/role/${identity}/secret-id/lookup`,
    `auth/approle/role/${identity}/policies`,
  ]),
  'auth/approle/tidy/secret-id',
  'database/creds/other',
  'database/static-creds/other',
  'database/static-roles/other',
  'database/rotate-role/other',
  'database/reload/postgresql-database-plugin',
  'identity/entity',
  'identity/entity/name/other',
  'identity/group',
  'identity/lookup/entity',
  'identity/oidc/token/other',
  'secret/other',
];

/** The same, of what has no other method. */
export const nobodysToUpdate: readonly string[] = ['sys/seal', 'sys/step-down'];

/** What no policy decides, and what Vault answers to everybody: flags of its UI, a redirect, and OIDC's own tokens. */
export const outsidePolicies: readonly string[] = [
  'read identity/oidc/provider/other/userinfo: 401',
  'read sys/internal/ui/feature-flags: 200',
  'read sys/pprof: 307',
];

/** What an identity may on a path. */
export function mayOn(identity: Identity, path: string): Capability[] {
  const own = Object.entries(granted).map(([pattern, rights]) => [pattern, rights[identity] ?? []] as const);
  // To Vault a path in full goes before every pattern.
  const exact = own.filter(([pattern, rights]) => pattern === path && rights.length > 0);
  const matching =
    exact.length > 0
      ? exact
      : [...own, ...Object.entries(ofDefault)].filter(([pattern]) => matches(pattern, path));
  return [...new Set(matching.flatMap(([, capabilities]) => capabilities))].sort();
}

/** A list's path ends with a slash, which Vault leaves out where a pattern has none. */
function matches(pattern: string, path: string): boolean {
  const parts = pattern.replace(/\*$/, '').split('+');
  const escaped = parts.map((part) => part.replaceAll(/[.*?^${}()|[\]\\]/g, '\\$&')).join('[^/]*');
  return new RegExp(`^${escaped}${pattern.endsWith('*') ? '.*' : '/?'}$`).test(path);
}
