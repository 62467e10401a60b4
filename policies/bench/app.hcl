# The application of `npm run bench`: as `policies/app.hcl`, for as many roles as are measured.
path "database/creds/r*" {
  capabilities = ["read"]
}

path "sys/leases/revoke" {
  capabilities = ["update"]
}
