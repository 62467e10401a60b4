path "database/creds/db-app" {
  capabilities = ["read"]
}

path "database/creds/second" {
  capabilities = ["read"]
}

path "sys/leases/revoke" {
  capabilities = ["update"]
}
