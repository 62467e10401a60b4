-- Lets short-lived roles read what a role makes in public, now and later. Default privileges are per owner, so that
-- this is run once for each role that makes tables, as the superuser: psql --set=owner=orders < sql/readable-owner.sql
\set ON_ERROR_STOP on
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT ON TABLES TO app_readonly;
SELECT format('GRANT SELECT ON %s TO app_readonly', oid::regclass)
  FROM pg_class
  WHERE relowner = to_regrole(quote_ident(:'owner')) AND relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') \gexec
