# Reads what a plan, `status` and `verify` read of the deployment in a Vault that somebody else runs; changes nothing,
# sees no secret, and nothing of what else there is.

# What the stacks of connections declare. A connection is shown without its password.
path "sys/mounts/database" {
  capabilities = ["read"]
}

path "sys/mounts/database/tune" {
  capabilities = ["read"]
}

path "database/config/*" {
  capabilities = ["read", "list"]
}

path "database/roles/*" {
  capabilities = ["read", "list"]
}

# What the stack access declares.
path "sys/policies/acl/db-admin" {
  capabilities = ["read"]
}

path "sys/policies/acl/plan" {
  capabilities = ["read"]
}

path "sys/policies/acl/app" {
  capabilities = ["read"]
}

path "sys/policies/acl/app-issuer" {
  capabilities = ["read"]
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
