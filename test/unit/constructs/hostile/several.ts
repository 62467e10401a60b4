import type { HostileDeployment } from './row';

/** Many things wrong at once: each is told, in one refusal. */
export const severalProblems: readonly HostileDeployment[] = [
  {
    title: 'everything is missing',
    props: {},
    problems: [
      `'name' (not set) must be a-z, 0-9 and "-", beginning with a letter, at most 31 long: rename it`,
      `'connections' (not set) must be an object such as { 'my-database': {} }: correct it`,
      `'roles' (not set) must be an object such as { 'db-app': { … } }: correct it`,
    ],
  },
  {
    title: 'one wrong value in each part',
    props: {
      name: 'Bad Name',
      vault: { port: 0, keyThreshold: 9 },
      postgres: { superuser: 'pg_super', publishedPort: 70_000 },
      policies: { app: 'policies/absent.hcl' },
      mount: 'sys',
      connections: { pg: { username: 'Robert"; DROP TABLE students' } },
      roles: {
        reader: { connection: 'other', creationSql: 'sql/revoke.sql', defaultTtlSeconds: 90_000 },
        writer: { connection: 'pg', creationSql: '/etc/passwd', maxTtlSeconds: 2_764_801, nmae: 'x' },
      },
    },
    problems: [
      `'name' ("Bad Name") must be a-z, 0-9 and "-", beginning with a letter, at most 31 long: rename it`,
      `'vault.port' (0) must be a port number from 1 to 65535: correct it`,
      `'postgres.publishedPort' (70000) must be a port number from 1 to 65535: correct it`,
      `'postgres.superuser' ("pg_super") must be a plain SQL identifier (a-z, 0-9, "_", at most 63 long, not beginning with "pg_"), and not public, none or app_readonly: rename it`,
      `'mount' ("sys") must be a mount path such as "database", at most 127 long, without leading or trailing "/", and none of Vault's own: rename it`,
      `'connections.pg.username' ("Robert\\"; DROP TABLE students") must be a plain SQL identifier (a-z, 0-9, "_", at most 63 long, not beginning with "pg_"), and not public, none or app_readonly: rename it`,
      `'roles.writer.creationSql' ("/etc/passwd") must be a file such as "sql/name.sql", inside the project: move it there`,
      `'roles.writer.maxTtlSeconds' (2764801) must be a whole number of seconds from 1 to 2764800: correct it`,
      `'roles.writer.nmae' (value not shown) is not a property of a deployment: remove it, or correct its name`,
      `'vault.keyThreshold' (9) must not be greater than keyShares (5): lower it`,
      `'policies.app' ("policies/absent.hcl") does not exist: create the file, or correct the path`,
      `'roles.reader.connection' ("other") is not a name in connections: correct it, or add the connection`,
      `'roles.reader.defaultTtlSeconds' (90000) must not be greater than maxTtlSeconds (86400): lower it, or raise maxTtlSeconds`,
      `'roles.reader.creationSql' ("sql/revoke.sql") lacks {{password}} and {{expiration}}: Vault fills them in, so add them`,
    ],
  },
];
