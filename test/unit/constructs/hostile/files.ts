import { having, line, one, type HostileDeployment } from './row';

const sqlPathRule = 'must be a file such as "sql/name.sql", inside the project: move it there';
const policyPathRule = 'must be a file such as "policies/name.hcl", inside the project: move it there';
const missingRule = 'does not exist: create the file, or correct the path';

const creationSql = 'roles.reader.creationSql';
const revocationSql = 'roles.reader.revocationSql';

function lacks(placeholders: string): string {
  return `lacks ${placeholders}: Vault fills them in, so add them`;
}

const sqlFiles: readonly HostileDeployment[] = [
  one(creationSql, 'sql/absent.sql', missingRule),
  one(creationSql, 'sql/readonly/absent.sql', missingRule),
  one(creationSql, '../sql/readonly.sql', sqlPathRule),
  one(creationSql, 'sql/../sql/readonly.sql', sqlPathRule),
  one(creationSql, './sql/readonly.sql', sqlPathRule),
  one(creationSql, '/etc/passwd', sqlPathRule),
  one(creationSql, '/dev/zero', sqlPathRule),
  one(creationSql, 'file:///etc/passwd', sqlPathRule),
  one(creationSql, 'sql/readonly.sql\0', sqlPathRule, '"sql/readonly.sql\\u0000"'),
  one(creationSql, 'sql/readonly.sql\n', sqlPathRule),
  one(creationSql, 'sql/readonly', sqlPathRule),
  one(creationSql, 'sql/readonly.SQL', sqlPathRule),
  one(creationSql, 'sql', sqlPathRule),
  one(creationSql, 'sql/', sqlPathRule),
  one(creationSql, '', sqlPathRule),
  one(creationSql, 'policies/app.hcl', sqlPathRule),
  one(creationSql, 'CREATE ROLE "{{name}}"', sqlPathRule),
  one(creationSql, null, sqlPathRule),
  one(creationSql, ['sql/readonly.sql'], sqlPathRule),
  one(creationSql, undefined, sqlPathRule, 'not set'),
  one(creationSql, `sql/${'a'.repeat(300)}.sql`, missingRule, `"sql/${'a'.repeat(55)}…`),
  one(creationSql, 'sql/revoke.sql', lacks('{{password}} and {{expiration}}')),
  one(creationSql, 'sql/bootstrap.sql', lacks('{{name}} and {{password}} and {{expiration}}')),
  one(revocationSql, 'sql/bootstrap.sql', lacks('{{name}}')),
  one(revocationSql, 'sql/absent.sql', missingRule),
  one(revocationSql, '../revoke.sql', sqlPathRule),
  one(revocationSql, 5, sqlPathRule),
];

function appPolicyIn(file: unknown, problem: string): HostileDeployment {
  return {
    title: `the app policy is in ${JSON.stringify(file)}`,
    props: having('policies', { app: file }),
    problems: [line('policies.app', JSON.stringify(file), problem)],
  };
}

const policyFiles: readonly HostileDeployment[] = [
  appPolicyIn('policies/absent.hcl', missingRule),
  appPolicyIn('../app.hcl', policyPathRule),
  appPolicyIn('/etc/hosts', policyPathRule),
  appPolicyIn('policies', policyPathRule),
  appPolicyIn('policies/app.json', policyPathRule),
  appPolicyIn('sql/readonly.sql', policyPathRule),
  appPolicyIn('path "*" { capabilities = ["sudo"] }', policyPathRule),
  appPolicyIn(['policies/app.hcl'], policyPathRule),
  appPolicyIn(null, policyPathRule),
];

export const hostileFiles = [...sqlFiles, ...policyFiles];
