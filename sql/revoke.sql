-- Ends a user's access, whatever it owns or was granted meanwhile; for one that is gone already it does nothing.
-- Vault cuts what it runs at each semicolon, unless END stands in it as a word.
DO $$
DECLARE
  id oid := (SELECT oid FROM pg_roles WHERE rolname = '{{name}}');
BEGIN
  IF id IS NULL THEN
    RETURN;
  END IF;
  ALTER ROLE "{{name}}" NOLOGIN PASSWORD NULL;
  PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usesysid = id;

  BEGIN
    IF EXISTS (SELECT FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = id) THEN
      -- CREATEROLE allows this up to PostgreSQL 15, and having made the user from 16 on.
      GRANT "{{name}}" TO CURRENT_USER;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_left_behind') THEN
        CREATE ROLE app_left_behind NOLOGIN;
        GRANT app_left_behind TO CURRENT_USER;
      END IF;
      -- Kept, and as nobody's: a function of the user's, made Vault's own, would run with Vault's rights.
      REASSIGN OWNED BY "{{name}}" TO app_left_behind;
      DROP OWNED BY "{{name}}";
    END IF;
    DROP ROLE "{{name}}";
  EXCEPTION WHEN insufficient_privilege OR dependent_objects_still_exist THEN
    RAISE WARNING '{{name}} cannot log in any more, and stays for a superuser to drop: %', SQLERRM;
  END;
END $$;
