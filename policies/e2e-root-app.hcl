# The application: credentials of its role, and nothing else.
path "database/creds/db-app" {
  capabilities = ["read"]
}

# Giving a credential back early. Whoever revokes must know the lease's id, and only its holder does.
path "sys/leases/revoke" {
  capabilities = ["update"]
}
