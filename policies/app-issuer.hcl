# Hands secret_ids of the application over: wrapped, for 15 minutes at most, so that it never sees one.
path "auth/approle/role/app/secret-id" {
  capabilities     = ["update"]
  min_wrapping_ttl = "1s"
  max_wrapping_ttl = "900s"
}

path "auth/approle/role/app/role-id" {
  capabilities = ["read"]
}

# Ends those that nobody took. An accessor tells of a secret_id and does not log in.
path "auth/approle/role/app/secret-id/" {
  capabilities = ["list"]
}

path "auth/approle/role/app/secret-id-accessor/lookup" {
  capabilities = ["update"]
}

path "auth/approle/role/app/secret-id-accessor/destroy" {
  capabilities = ["update"]
}
