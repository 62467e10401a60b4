-- Who owns the example's tables, and who makes them: a login for one run, whose password comes on the way in. As the
-- superuser; again without harm. Afterwards sql/readable-owner.sql, so that the application may read.
\set ON_ERROR_STOP on
SET log_min_error_statement = panic;
SET log_statement = none;
SET log_min_duration_statement = -1;
SELECT 'CREATE ROLE example_owner NOLOGIN' WHERE to_regrole('example_owner') IS NULL \gexec
GRANT USAGE, CREATE ON SCHEMA public TO example_owner;
DROP ROLE IF EXISTS example_migrations;
CREATE ROLE example_migrations LOGIN IN ROLE example_owner;
-- So that the tables are example_owner's, and stay when this login goes.
ALTER ROLE example_migrations SET role = 'example_owner';
