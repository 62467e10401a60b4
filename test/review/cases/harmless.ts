import { deployment, withPath, withPolicy, withSql } from '../support/deployments';
import type { Pair } from '../support/plan-pairs';

export interface HarmlessCase extends Pair {
  readonly title: string;
}

const base = deployment();
const reader = { connection: 'pg', creationSql: 'sql/readonly.sql' };
/** The paths of a policy of this project, each with the comment before it. */
const stanzas = (hcl: string) => hcl.split(/(?<=^\}\n)\n/m);

/** What changes a text, and means nothing to anybody. */
export const harmlessDeployments: readonly HarmlessCase[] = [
  { title: 'the same deployment', before: base, after: deployment() },
  {
    title: 'a comment in a policy',
    before: base,
    after: withPolicy(base, 'app', (hcl) => `# Reviewed again.\n${hcl}/* path "*" { policy = "sudo" } */\n`),
  },
  {
    title: 'a policy on other lines',
    before: base,
    after: withPolicy(base, 'db-admin', (hcl) => hcl.replaceAll(/\n {2}/g, '\n\n\t').replaceAll(', ', ',')),
  },
  {
    title: 'the paths of a policy in another order',
    before: base,
    after: withPolicy(base, 'plan', (hcl) => stanzas(hcl).reverse().join('\n')),
  },
  {
    title: 'the capabilities of a path in another order',
    before: base,
    after: withPolicy(base, 'db-admin', (hcl) => hcl.replaceAll(/"create", "read"/g, '"read", "create"')),
  },
  {
    title: 'a policy as JSON',
    before: base,
    after: withPolicy(base, 'app', () =>
      JSON.stringify({
        path: {
          'sys/leases/revoke': { capabilities: ['update'] },
          'database/creds/db-app': { capabilities: ['read'] },
        },
      }),
    ),
  },
  {
    title: "a policy in Vault's older words",
    before: withPath(base, 'backup', 'secret/a', 'read', 'list'),
    after: withPolicy(base, 'backup', (hcl) => `${hcl}\npath "secret/a" { policy = "read" }\n`),
  },
  {
    title: 'a path that a wildcard of the same policy takes already',
    before: base,
    after: withPath(base, 'db-admin', 'database/roles/reader', 'create', 'read', 'update', 'delete'),
  },
  {
    title: 'a path in two parts',
    before: withPath(base, 'backup', 'secret/a/+', 'read', 'list'),
    after: withPath(withPath(base, 'backup', 'secret/a/+', 'list'), 'backup', '/secret/a/+', 'read'),
  },
  {
    title: 'a path twice',
    before: base,
    after: withPolicy(base, 'app', (hcl) => `${hcl}\n${hcl}`),
  },
  {
    title: 'a path that allows nothing, where nothing was allowed',
    before: base,
    after: withPolicy(base, 'app', (hcl) => `${hcl}\npath "secret/b" {}\n`),
  },
  {
    title: 'a duration of a policy in another unit',
    before: base,
    after: withPolicy(base, 'app-issuer', (hcl) => hcl.replace('"900s"', '"15m"')),
  },
  {
    title: 'the policies in another order',
    before: base,
    after: { ...base, policies: [...base.policies].reverse() },
  },
  {
    title: 'white space in the SQL of a role',
    before: base,
    after: withSql(base, { creation: (sql) => sql.replaceAll(' ', '\n  ') }),
  },
  {
    title: 'a comment in the SQL of a role',
    before: base,
    after: withSql(base, {
      creation: (sql) => `-- A user that reads.\n${sql} /* GRANT ALL ON orders TO PUBLIC */`,
    }),
  },
  {
    title: 'the words of SQL in small letters, and the same privileges in another order',
    before: withSql(base, { creation: (sql) => `${sql}\nGRANT SELECT, INSERT ON orders TO "{{name}}";` }),
    after: withSql(base, {
      creation: (sql) =>
        `${sql.replace('CREATE ROLE', 'create role').replace('WITH LOGIN', 'with login')}\ngrant insert, select on table orders to "{{name}}"`,
    }),
  },
  {
    title: 'a comment in how users end',
    before: base,
    after: withSql(base, { revocation: (sql) => `-- As agreed.\n${sql}` }),
  },
  {
    title: 'the roles in another order',
    before: deployment({ roles: { reader, writer: reader } }),
    after: deployment({ roles: { writer: reader, reader } }),
  },
  {
    title: 'a default that is written out',
    before: base,
    after: deployment({
      vault: { port: 8200, storage: 'raft' },
      roles: { reader: { ...reader, defaultTtlSeconds: 3600, maxTtlSeconds: 86_400 } },
    }),
  },
  {
    title: 'more memory, while PostgreSQL runs',
    before: base,
    after: deployment({ postgres: { memoryMegabytes: 2048 } }),
  },
  {
    title: 'another number of key shares, which is for the next initialization',
    before: base,
    after: deployment({ vault: { keyShares: 3, keyThreshold: 2 } }),
  },
];
