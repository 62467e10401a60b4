# Reads what a plan, a drift check, `status` and `verify` read; changes nothing, and sees no secret.

# What the stack `database` declares. A connection is shown without its password.
path "sys/mounts/database" {
  capabilities = ["read"]
}

path "database/config/*" {
  capabilities = ["read"]
}

path "database/roles/*" {
  capabilities = ["read"]
}

# What the stack `access` declares.
path "sys/policies/acl/*" {
  capabilities = ["read"]
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
