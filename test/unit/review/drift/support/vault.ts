import type { FoundToken, FoundVault } from '../../../../../common/found/vault';
import { compareVault, type DeclaredVault } from '../../../../../review/drift/vault';
import { defaultPolicy } from '../../../../../review/drift/vault/default-policy';
import type { DriftFinding } from '../../../../../review/report/report';
import { ways } from './ways';

export const path = (pattern: string, ...capabilities: string[]) =>
  `path "${pattern}" { capabilities = ${JSON.stringify(capabilities)} }`;

const url = 'postgresql://{{username}}:{{password}}@postgres:5432/postgres?sslmode=verify-full';
export const app = { name: 'app', hcl: path('database/creds/db-app', 'read') };
const plan = { name: 'plan', hcl: path('sys/mounts', 'read') };
const devices = [
  { path: 'file', type: 'file', options: { file_path: '/vault/logs/audit.log', log_raw: 'false' } },
  { path: 'container-log', type: 'file', options: { file_path: 'stdout', log_raw: 'false' } },
];

export const declared: DeclaredVault = {
  policies: [app, plan],
  logins: { all: ['plan', 'app'], operators: ['plan'], keyFolder: '.dbvault/local/keys' },
  hasApplicationToken: false,
  auditDevices: devices,
  database: {
    mount: 'database',
    description: 'dbvault deployment local',
    connections: [
      {
        name: 'main',
        settings: {
          plugin_name: 'postgresql-database-plugin',
          allowed_roles: ['db-app'],
          verify_connection: true,
          root_credentials_rotate_statements: null,
          connection_url: url,
          username: 'vault_admin',
          password_authentication: 'scram-sha-256',
          max_open_connections: 2,
          max_idle_connections: 0,
          username_template: '',
        },
      },
    ],
    roles: ['db-app'],
  },
  server: { tls: true, storage: 'raft', keyShares: 5, keyThreshold: 3 },
};

export const token: FoundToken = {
  accessor: 'accessor',
  displayName: 'approle',
  policies: ['default', 'plan'],
  path: 'auth/approle/login',
  login: 'plan',
  endsInSeconds: 1200,
};

/** As it is where nobody changed anything. */
export const found: FoundVault = {
  policies: [app, plan, defaultPolicy, { name: 'root', hcl: '' }],
  authMounts: [
    { path: 'token', type: 'token', description: '' },
    { path: 'approle', type: 'approle', description: '' },
  ],
  secretsMounts: ['cubbyhole', 'identity', 'sys', 'database'].map((path) => ({
    path,
    type: path,
    description: '',
  })),
  logins: [
    { name: 'plan', policies: ['plan'], secretIds: 1 },
    // Those of the application come and go.
    { name: 'app', policies: ['app'], secretIds: 3 },
  ],
  entities: [{ id: '1', name: 'entity_1', policies: [], logins: ['plan'] }],
  groups: [],
  auditDevices: devices,
  connections: [
    {
      name: 'main',
      settings: {
        plugin_name: 'postgresql-database-plugin',
        plugin_version: '',
        allowed_roles: ['db-app'],
        verify_connection: true,
        root_credentials_rotate_statements: [],
        connection_url: url,
        username: 'vault_admin',
        password_authentication: 'scram-sha-256',
        max_open_connections: 2,
        disable_escaping: false,
      },
    },
  ],
  databaseRoles: [{ name: 'db-app', connection: 'main' }],
  staticRoles: [],
  tokens: [
    token,
    { ...token, path: 'auth/approle/role/app/secret-id', policies: ['response-wrapping'], login: undefined },
  ],
  leases: [{ path: 'database/creds/db-app', count: 7 }],
  server: {
    listeners: [{ address: '0.0.0.0:8200', hasTls: true }],
    storage: 'raft',
    rawStorage: false,
    introspection: false,
  },
  seal: { keyShares: 5, keyThreshold: 3, ceremonies: [] },
  hasPlugin: true,
};

/** What is told where these parts are otherwise. */
export function drift(parts: Partial<FoundVault>, of: Partial<DeclaredVault> = {}): DriftFinding[] {
  return compareVault({ ...declared, ...of }, { ...found, ...parts }, ways);
}
