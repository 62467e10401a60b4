-- For who runs a PostgreSQL that a deployment does not run: drops users that Vault made and that ended, and nobody
-- dropped, as after a Vault that was lost. As a superuser, in the database that they are for.
\set ON_ERROR_STOP on
SELECT format('ALTER ROLE %I NOLOGIN', rolname) FROM pg_roles
  WHERE rolname LIKE 'v-%' AND rolvaliduntil < now() \gexec
SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN pg_roles ON rolname = usename
  WHERE rolname LIKE 'v-%' AND rolvaliduntil < now();
SELECT format('REASSIGN OWNED BY %1$I TO CURRENT_USER; DROP OWNED BY %1$I; DROP ROLE %1$I', rolname) FROM pg_roles
  WHERE rolname LIKE 'v-%' AND rolvaliduntil < now() \gexec
