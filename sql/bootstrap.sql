-- Runs once, when PostgreSQL starts on an empty volume: as the superuser, over the local socket, before
-- any other host can connect. VAULT_IS_SUPERUSER comes from the container's start-up.
\set ON_ERROR_STOP on
\getenv keep VAULT_IS_SUPERUSER

-- In another database a user could make what keeps its role from being dropped.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', datname) FROM pg_database WHERE datname <> :'DBNAME' \gexec

-- Where Vault has logins of its own the superuser needs no password, so it has none: what is left of the
-- superuser is the socket inside the container.
\if :keep
\else
  ALTER ROLE CURRENT_USER PASSWORD NULL;
\endif
