import { databaseFindings } from '../../../../review/meaning/database';
import type { ResourceChange, Values } from '../../../../review/plan/plan';
import { planOf, resource } from './changes';

/** As provider vault 5.9.0 shapes it; what is not set stands there as null, or empty where it was read. */
export const connection: Values = {
  backend: 'database',
  name: 'pg',
  allowed_roles: ['app'],
  verify_connection: true,
  plugin_name: 'postgresql-database-plugin',
  password_policy: '',
  root_rotation_statements: null,
  mysql: [],
  postgresql: [
    {
      connection_url: 'postgresql://{{username}}:{{password}}@pg:5432/shop?sslmode=verify-full',
      username: 'vault_admin',
      password: '(sensitive)',
      password_wo: null,
      password_wo_version: 1,
      password_authentication: 'scram-sha-256',
      tls_ca: '',
      max_open_connections: 2,
    },
  ],
};

const details = (connection['postgresql'] as Values[])[0] ?? {};

/** The same with another block. */
export function withDetails(more: Values): Values {
  return { ...connection, postgresql: [{ ...details, ...more }] };
}

export const user = '"{{name}}"';
export const creation = `CREATE ROLE ${user} LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE app_readonly`;
export const revocation = `ALTER ROLE ${user} NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'; DROP ROLE ${user}`;

export const role: Values = {
  backend: 'database',
  name: 'app',
  db_name: 'pg',
  creation_statements: [creation],
  revocation_statements: [revocation],
  renew_statements: null,
  rollback_statements: null,
  default_ttl: 3600,
  max_ttl: 86_400,
};

export const connectionAddress = 'vault_database_secret_backend_connection.pg';
export const roleAddress = 'vault_database_secret_backend_role.app';

/** What is found, as `severity kind: meaning [reason]`. */
export function told(...resources: ResourceChange[]): string[] {
  return databaseFindings([planOf('database', ...resources)]).map(
    ({ kind, severity, meaning, reason }) => `${severity} ${kind}: ${meaning} [${reason}]`,
  );
}

/** The kinds and severities alone. */
export function kinds(...resources: ResourceChange[]): string[] {
  return databaseFindings([planOf('database', ...resources)]).map(
    ({ kind, severity }) => `${severity} ${kind}`,
  );
}

export function connectionUpdate(after: Values, more: Partial<ResourceChange> = {}, before = connection) {
  return resource(connectionAddress, 'update', before, after, more);
}

export function roleUpdate(after: Values, before: Values = {}, more: Partial<ResourceChange> = {}) {
  return resource(roleAddress, 'update', { ...role, ...before }, { ...role, ...after }, more);
}

/** A role whose creation statements change. */
export function sqlUpdate(before: readonly string[], after: readonly string[]) {
  return roleUpdate({ creation_statements: after }, { creation_statements: before });
}
