# Applies the database stack and rotates roots; nothing else.

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
