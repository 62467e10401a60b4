# Applies the stacks of connections and rotates roots; nothing else. Root mounts the engine: who could unmount it could
# take away all connections at once.

# Whether it is the deployment's own.
path "sys/mounts/database" {
  capabilities = ["read"]
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
