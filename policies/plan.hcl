# Reads what a plan, a drift check, `status` and `verify` read; changes nothing, and sees no secret.

# What the stack `database` declares. A connection is shown without its password.
path "sys/mounts/database" {
  capabilities = ["read"]
}

path "database/config/*" {
  capabilities = ["read", "list"]
}

path "database/roles/*" {
  capabilities = ["read", "list"]
}

# What the stack `access` declares.
path "sys/policies/acl/*" {
  capabilities = ["read", "list"]
}

path "sys/audit" {
  capabilities = ["read", "sudo"]
}

path "sys/mounts/auth/approle" {
  capabilities = ["read"]
}

path "sys/mounts/auth/approle/tune" {
  capabilities = ["read"]
}

path "auth/approle/role/+" {
  capabilities = ["read"]
}

path "auth/approle/role/+/role-id" {
  capabilities = ["read"]
}

# What nobody declares, and somebody may have made by hand: ways to log in, and how many secret_ids there are; entities
# and groups, which add policies to logins; roles that take over users. Vault tells what it runs with as well.
path "sys/auth" {
  capabilities = ["read"]
}

path "auth/approle/role/" {
  capabilities = ["list"]
}

path "auth/approle/role/+/secret-id/" {
  capabilities = ["list"]
}

path "identity/entity/id/*" {
  capabilities = ["read", "list"]
}

path "identity/group/id/*" {
  capabilities = ["read", "list"]
}

path "database/static-roles/" {
  capabilities = ["list"]
}

path "sys/config/state/sanitized" {
  capabilities = ["read"]
}

# Whether PostgreSQL's plugin is there.
path "sys/plugins/catalog/database/postgresql-database-plugin" {
  capabilities = ["read", "sudo"]
}

# Which leases there are, of every database mount, to find users that none belongs to. Vault's own policy `default`
# lets each token ask when a lease ends whose id it knows.
path "sys/mounts" {
  capabilities = ["read"]
}

path "sys/leases/lookup/*" {
  capabilities = ["list", "sudo"]
}

# Whether a token with the policy root is left. An accessor tells of a token and does not act for it.
path "auth/token/accessors" {
  capabilities = ["list", "sudo"]
}

path "auth/token/lookup-accessor" {
  capabilities = ["update"]
}
