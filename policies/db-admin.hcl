# Applies the database stack and rotates roots; nothing else.

# The mount itself. Terraform reads what it made, and tunes it.
path "sys/mounts/database" {
  capabilities = ["create", "read", "update", "delete"]
}

path "sys/mounts/database/tune" {
  capabilities = ["read", "update"]
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
