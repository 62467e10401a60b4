-- Vault cuts what it runs at each semicolon, unless END stands between spaces, as in END IF.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{{name}}') THEN
    ALTER ROLE "{{name}}" NOLOGIN;
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';
    DROP ROLE "{{name}}";
  END IF;
END $$;
