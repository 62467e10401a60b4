-- For who runs a PostgreSQL that a deployment does not run: makes Vault's login, and the database ready for short-lived
-- roles. As a superuser, in the connection's database; may be run again. Then \password <user>, or in psql
-- ALTER ROLE … PASSWORD: that first password goes to whoever runs `up`, and Vault rotates it away.
--   psql -d orders --set=admin=vault_orders --set=group=app_readonly_orders -f sql/elsewhere/login.sql
\set ON_ERROR_STOP on
SET password_encryption = 'scram-sha-256';
SELECT format('CREATE ROLE %I LOGIN CREATEROLE', :'admin') WHERE to_regrole(:'admin') IS NULL \gexec
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
\ir ../database.sql
