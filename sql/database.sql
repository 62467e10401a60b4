-- Makes a database ready for short-lived roles, as the superuser over the local socket: that which PostgreSQL starts with,
-- on an empty volume, and each connection's before Vault knows of it. May be run again at any time.
\set ON_ERROR_STOP on
\if :{?group}
\else
  \set group app_readonly
\endif

-- PostgreSQL 14 lets everybody create tables in public.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE TEMPORARY ON DATABASE :"DBNAME" FROM PUBLIC;

-- Large objects belong to no schema, so that whoever may call these may store data.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;

-- What short-lived roles may read, tables that the superuser makes later included; for those of another owner run
-- sql/readable-owner.sql. Membership costs nothing as roles come and go, where a GRANT to each of them grows every
-- table's access list.
SELECT format('CREATE ROLE %I NOLOGIN', :'group') WHERE to_regrole(:'group') IS NULL \gexec
GRANT USAGE ON SCHEMA public TO :"group";
GRANT SELECT ON ALL TABLES IN SCHEMA public TO :"group";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO :"group";

-- Vault's own login, which is given its password beside this.
\if :{?admin}
  GRANT CONNECT ON DATABASE :"DBNAME" TO :"group", :"admin";
  GRANT :"group" TO :"admin" WITH ADMIN OPTION;
  GRANT pg_signal_backend TO :"admin";
  -- What users leave behind that are dropped becomes this one's: sql/revoke.sql.
  SELECT 'CREATE ROLE app_left_behind NOLOGIN' WHERE to_regrole('app_left_behind') IS NULL \gexec
  GRANT app_left_behind TO :"admin";
\endif
