import type { TextChange } from '../../../../review/report/report';
import { policies, type PolicyName } from './policies';

const readonlyBefore = `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' CONNECTION LIMIT 20 IN ROLE app_readonly;`;

const readonlyAfter = `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE app_readonly;
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA orders TO "{{name}}";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA orders TO "{{name}}";`;

const revokeBefore = `-- Ends a user's access, whatever it owns or was granted meanwhile; for one that is gone already it does nothing.
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
END $$;`;

const revokeAfter = revokeBefore
  .replace('  PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usesysid = id;\n', '')
  .replace('NOLOGIN PASSWORD NULL', 'NOLOGIN')
  .replace('cannot log in any more, and stays', 'stays');

const reportsCreation = `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' CONNECTION LIMIT 4 IN ROLE warehouse_readonly;
ALTER ROLE "{{name}}" SET statement_timeout = '15min';`;

const role = (name: string) => ({
  stack: 'database',
  address: `vault_database_secret_backend_role.${name}`,
  language: 'sql' as const,
});

const changedPolicies: readonly PolicyName[] = ['db-admin', 'plan', 'app', 'app-issuer', 'reports', 'legacy'];

export const texts: readonly TextChange[] = [
  {
    stack: 'containers',
    address: 'docker_container.postgres',
    title: 'file /docker-entrypoint-initdb.d/bootstrap.sql',
    language: 'sql',
    before: 'REVOKE CREATE ON SCHEMA public FROM PUBLIC;\nREVOKE TEMPORARY ON DATABASE orders FROM PUBLIC;\n',
    after: 'REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n',
  },
  ...changedPolicies.map((name) => ({
    stack: 'access',
    address: `vault_policy.${name}`,
    title: `policy ${name}`,
    language: 'hcl' as const,
    ...policies[name],
  })),
  { ...role('orders-app'), title: 'role orders-app: creation', before: readonlyBefore, after: readonlyAfter },
  { ...role('orders-app'), title: 'role orders-app: revocation', before: revokeBefore, after: revokeAfter },
  { ...role('orders-reports'), title: 'role orders-reports: creation', before: '', after: reportsCreation },
];
