# The application: credentials of each database, and nothing else.
path "database/creds/orders-app" {
  capabilities = ["read"]
}

path "database/creds/billing-app" {
  capabilities = ["read"]
}

path "database/creds/stock-app" {
  capabilities = ["read"]
}

# Giving a credential back early. Whoever revokes must know the lease's id, and only its holder does.
path "sys/leases/revoke" {
  capabilities = ["update"]
}
