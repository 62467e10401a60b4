-- Runs once, when PostgreSQL starts on an empty volume: as the superuser, over the local socket, before
-- any other host can connect. VAULT_ADMIN and POSTGRES_PASSWORD come from the container's start-up.
\set ON_ERROR_STOP on
\getenv admin VAULT_ADMIN
\getenv password POSTGRES_PASSWORD

-- A statement that fails is logged, and these hold a password.
SET log_min_error_statement = panic;
SET log_statement = none;
SET log_min_duration_statement = -1;
SET password_encryption = 'scram-sha-256';

-- PostgreSQL 14 lets everybody create tables in public.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE TEMPORARY ON DATABASE :"DBNAME" FROM PUBLIC;

-- Large objects belong to no schema, so that whoever may call these may store data.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;

-- In another database a user could make what keeps its role from being dropped.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', datname) FROM pg_database WHERE datname <> :'DBNAME' \gexec

-- What short-lived roles may read, tables that the superuser makes later included; for those of another owner run
-- sql/readable-owner.sql. Membership costs nothing as roles come and go, where a GRANT to each of them grows every
-- table's access list.
CREATE ROLE app_readonly NOLOGIN;
GRANT USAGE ON SCHEMA public TO app_readonly;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO app_readonly;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO app_readonly;

-- Vault's own login. With it in place the superuser needs no password, so it has none: what is left of the
-- superuser is the socket inside the container.
SELECT current_user <> :'admin' AS dedicated \gset
\if :dedicated
  CREATE ROLE :"admin" LOGIN CREATEROLE PASSWORD :'password';
  GRANT pg_signal_backend TO :"admin";
  GRANT app_readonly TO :"admin" WITH ADMIN OPTION;
  ALTER ROLE CURRENT_USER PASSWORD NULL;
\endif
