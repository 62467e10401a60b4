import type {
  FoundGrant,
  FoundHbaRule,
  FoundPostgres,
  FoundRole,
} from '../../../../../common/found/postgres';
import { compareDatabase, comparePostgres } from '../../../../../review/drift/postgres';
import { declaredUsers, type DeclaredPostgres } from '../../../../../review/drift/postgres/declared';
import type { DriftFinding } from '../../../../../review/report/report';
import { ways } from './ways';

/** A user that Vault made. */
export const user = `v-approle-db-app-${'x'.repeat(20)}-1790000000`;

const readonlySql = `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'
  CONNECTION LIMIT 20 IN ROLE app_readonly;`;

export const role = (
  name: string,
  attributes: readonly string[],
  more: Partial<FoundRole> = {},
): FoundRole => ({
  name,
  attributes,
  password: 'none',
  settings: [],
  ...more,
});

export const grant = (
  grantee: string,
  kind: string,
  schema: string | null,
  names: readonly string[],
  ...privileges: readonly string[]
): FoundGrant => ({ grantee, kind, schema, names, count: names.length, privileges });

export const scram = { password: 'scram-sha-256' };

const hba: readonly FoundHbaRule[] = [
  { type: 'local', databases: ['all'], users: ['all'], address: null, method: 'trust' },
  { type: 'hostssl', databases: ['all'], users: ['all'], address: 'all', method: 'scram-sha-256' },
];

/** As it is where nobody changed anything, with one user of Vault. */
export const found: FoundPostgres = {
  roles: [
    role('app_readonly', []),
    role('app_left_behind', []),
    role('postgres', ['SUPERUSER', 'CREATEROLE', 'CREATEDB', 'REPLICATION', 'BYPASSRLS', 'LOGIN']),
    role(user, ['LOGIN'], scram),
    role('vault_admin', ['CREATEROLE', 'LOGIN'], scram),
  ],
  memberships: [
    { member: 'vault_admin', group: 'app_readonly', isAdmin: true },
    { member: 'vault_admin', group: 'pg_signal_backend', isAdmin: false },
    { member: 'vault_admin', group: 'app_left_behind', isAdmin: false },
    // As PostgreSQL 16 has it.
    { member: 'vault_admin', group: user, isAdmin: true },
    { member: user, group: 'app_readonly', isAdmin: false },
  ],
  grants: [
    grant('PUBLIC', 'database', null, ['shop'], 'CONNECT'),
    grant('PUBLIC', 'schema', null, ['public'], 'USAGE'),
    grant('PUBLIC', 'schema', null, ['information_schema'], 'USAGE'),
    { ...grant('PUBLIC', 'table', 'information_schema', ['attributes', 'columns'], 'SELECT'), count: 60 },
    grant('app_readonly', 'schema', null, ['public'], 'USAGE'),
    { ...grant('app_readonly', 'table', 'public', ['a', 'b'], 'SELECT'), count: 900 },
  ],
  defaultGrants: [
    { owner: 'postgres', schema: 'public', kind: 'table', grantee: 'app_readonly', privileges: ['SELECT'] },
  ],
  unreadable: { schema: false, tables: { count: 0, names: [] } },
  definers: [],
  settings: [
    { name: 'log_statement', value: 'none', isBySystem: false },
    { name: 'ssl', value: 'on', isBySystem: false },
  ],
  hba,
};

export const login = { admin: 'vault_admin', database: 'shop', group: 'app_readonly' };

export const declared = (creationSql: readonly string[] = [readonlySql]): DeclaredPostgres => ({
  superuser: 'postgres',
  serverDatabase: 'shop',
  logins: [login],
  settings: { log_statement: 'none', ssl: 'on' },
  hba,
  users: declaredUsers(creationSql),
});

/** What is told where these parts are otherwise. */
export function drift(parts: Partial<FoundPostgres>, of: Partial<DeclaredPostgres> = {}): DriftFinding[] {
  const server = { ...declared(), ...of };
  const all = { ...found, ...parts };
  return [
    ...comparePostgres(server, all, all.defaultGrants, ways),
    ...server.logins.flatMap((login) => compareDatabase({ ...server, ...login }, all, ways)),
  ];
}
