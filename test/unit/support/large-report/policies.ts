/** A policy before and after. Empty where there is none. */
export interface PolicyChange {
  readonly before: string;
  readonly after: string;
}

const unchanged = (text: string): PolicyChange => ({ before: text, after: text });

const adminBefore = `# Applies the database stack and rotates roots; nothing else.

# The mount itself. Vault takes mounting for an update, and a new description for tuning.
path "sys/mounts/database" {
  capabilities = ["read", "update", "delete"]
}

path "sys/mounts/database/tune" {
  capabilities = ["update"]
}

path "database/config/*" {
  capabilities = ["create", "read", "update", "delete"]
}

path "database/roles/*" {
  capabilities = ["create", "read", "update", "delete"]
}

# Logs in anew, so that no session that is still open hides a password that holds no more.
path "database/reset/*" {
  capabilities = ["update"]
}

path "database/rotate-root/*" {
  capabilities = ["update"]
}
`;

const adminAfter = `# Applies the database stack and rotates roots.

# Mounting and tuning.
path "sys/*" {
  capabilities = ["create", "read", "update", "delete", "list", "sudo"]
}

path "database/config/*" {
  capabilities = ["create", "read", "update", "delete"]
}

path "database/roles/*" {
  capabilities = ["create", "read", "update", "patch", "delete"]
}

# Logs in anew, so that no session that is still open hides a password that holds no more.
path "database/reset/*" {
  capabilities = ["update"]
}

path "database/rotate-root/orders" {
  capabilities = ["update"]
}
`;

const planBefore = `# Reads what a plan, a drift check, \`status\` and \`verify\` read; changes nothing, and sees no secret.
path "sys/mounts/database" {
  capabilities = ["read"]
}

path "database/config/*" {
  capabilities = ["read"]
}

path "database/roles/*" {
  capabilities = ["read"]
}

path "sys/policies/acl/*" {
  capabilities = ["read"]
}

path "sys/audit" {
  capabilities = ["read", "sudo"]
}

path "auth/approle/role/+" {
  capabilities = ["read"]
}

path "auth/approle/role/+/role-id" {
  capabilities = ["read"]
}

path "sys/mounts" {
  capabilities = ["read"]
}

path "sys/leases/lookup/*" {
  capabilities = ["list", "sudo"]
}
`;

const planAfter = planBefore
  .replace('; changes nothing, and sees no secret', '')
  .replace('"sys/policies/acl/*"', '"sys/policies/*"').concat(`
# To try credentials in the nightly check.
path "database/creds/*" {
  capabilities = ["read"]
}
`);

const appBefore = `# The application: credentials of its role, and nothing else.
path "database/creds/orders-app" {
  capabilities = ["read"]
}

# Giving a credential back early. Whoever revokes must know the lease's id, and only its holder does.
path "sys/leases/revoke" {
  capabilities = ["update"]
}

path "sys/leases/renew" {
  capabilities = ["update"]
}
`;

const appAfter = appBefore
  .replace('"database/creds/orders-app"', '"database/creds/orders-app-v2"')
  .replace(/\npath "sys\/leases\/renew" [^}]+}\n/, '');

const issuer = (longest: string) => `path "auth/approle/role/app/secret-id" {
  capabilities     = ["update"]
  min_wrapping_ttl = "1s"
  max_wrapping_ttl = "${longest}"
}

path "auth/approle/role/app/role-id" {
  capabilities = ["read"]
}

path "auth/approle/role/app/secret-id-accessor/destroy" {
  capabilities = ["update"]
}
`;

const reports = `# Monthly reports: reads the warehouse, and never what customers wrote.
path "database/creds/orders-reports" {
  capabilities = ["read"]
}

path "database/creds/warehouse-reports" {
  capabilities = ["read"]
}

path "kv/data/orders/customers/*" {
  capabilities = ["deny"]
}
`;

/** Policies by their names, as a change has them that nobody should let through. */
export const policies = {
  'db-admin': { before: adminBefore, after: adminAfter },
  plan: { before: planBefore, after: planAfter },
  app: { before: appBefore, after: appAfter },
  'app-issuer': { before: issuer('900s'), after: issuer('24h') },
  reports: { before: '', after: reports },
  backup: unchanged('path "sys/storage/raft/snapshot" {\n  capabilities = ["read"]\n}\n'),
  legacy: { before: 'path "kv/data/orders/*" {\n  capabilities = ["read", "list"]\n}\n', after: '' },
} as const satisfies Readonly<Record<string, PolicyChange>>;

export type PolicyName = keyof typeof policies;
