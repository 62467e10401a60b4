-- Lets short-lived roles read what a role makes in public, now and later. Default privileges are per owner, so that
-- this is run once for each role that makes tables, as the superuser: psql --set=owner=orders < sql/readable-owner.sql
-- In a database of its own, such as billing, with --set=group=app_readonly_billing as well.
\set ON_ERROR_STOP on
\if :{?group}
\else
  \set group app_readonly
\endif
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT ON TABLES TO :"group";
SELECT format('GRANT SELECT ON %s TO %I', oid::regclass, :'group')
  FROM pg_class
  WHERE relowner = to_regrole(quote_ident(:'owner')) AND relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') \gexec
