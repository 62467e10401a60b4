# What the token in VAULT_TOKEN needs, for whoever runs a Vault that a deployment does not run. It writes policies, so it
# can give itself more: as dear as root, to be given for minutes.

path "sys/policies/acl/db-admin" {
  capabilities = ["create", "read", "update", "delete"]
}

path "sys/policies/acl/plan" {
  capabilities = ["create", "read", "update", "delete"]
}

path "sys/policies/acl/app" {
  capabilities = ["create", "read", "update", "delete"]
}

path "sys/policies/acl/app-issuer" {
  capabilities = ["create", "read", "update", "delete"]
}

# The logins.
path "sys/auth" {
  capabilities = ["read"]
}

path "sys/auth/approle" {
  capabilities = ["create", "read", "update", "delete", "sudo"]
}

path "sys/auth/approle/tune" {
  capabilities = ["read", "update", "sudo"]
}

path "sys/mounts/auth/approle" {
  capabilities = ["read"]
}

path "sys/mounts/auth/approle/tune" {
  capabilities = ["read", "update"]
}

path "auth/approle/role/*" {
  capabilities = ["create", "read", "update", "delete", "list"]
}

# The engine, and what destroy takes down.
path "sys/mounts" {
  capabilities = ["read"]
}

path "sys/mounts/database" {
  capabilities = ["create", "read", "update", "delete"]
}

path "sys/mounts/database/tune" {
  capabilities = ["read", "update"]
}

path "database/config/*" {
  capabilities = ["read", "update", "delete", "list"]
}

path "database/roles/*" {
  capabilities = ["read", "update", "delete", "list"]
}

path "sys/leases/lookup/database/*" {
  capabilities = ["list", "sudo"]
}

path "sys/leases/revoke" {
  capabilities = ["update"]
}

path "sys/leases/revoke-force/database/*" {
  capabilities = ["update", "sudo"]
}
