import { at } from '../support/addresses';
import { deployment, withPath } from '../support/deployments';
import type { Expected, ReviewCase } from '../support/review-case';

const base = deployment();
const reader = { connection: 'pg', creationSql: 'sql/readonly.sql' };
const roles = [at.appRole, at.appOperatorRole, at.appIssuerRole, at.backupRole, at.dbAdminRole, at.planRole];
const volumes = [at.vaultVolume, at.auditVolume, at.postgresVolume];
const each = (kind: Expected['kind'], addresses: readonly string[], severity: Expected['severity']) =>
  addresses.map((address): Expected => ({ kind, address, ...(severity === undefined ? {} : { severity }) }));

/** Changes of several stacks at once, and what follows from one to another. */
export const orderCases: readonly ReviewCase[] = [
  {
    title: 'a deployment that is not there yet',
    before: undefined,
    after: base,
    expected: [
      ...each('access-gained', [at.appRole, at.appOperatorRole, at.appIssuerRole, at.backupRole], 'medium'),
      ...each('access-gained', [at.dbAdminRole, at.planRole], 'medium'),
      // Wildcards of db-admin; what plan reads of sys with them, and its sudo.
      ...each('access-gained', [at.dbAdminRole, at.planRole, at.planRole], 'high'),
      ...each('access-gained', [at.appIssuerRole, at.planRole], 'low'),
      { kind: 'connection-added', address: at.connection, severity: 'info' },
      { kind: 'role-added', address: at.reader, severity: 'info' },
      { kind: 'privilege-gained', address: at.reader },
    ],
  },
  {
    title: 'a deployment that goes',
    before: base,
    after: undefined,
    expected: [
      ...each('container-removed', [at.vault, at.postgres], 'high'),
      ...each('data-lost', volumes, 'critical'),
      ...each('audit-lost', [at.auditFile, at.auditLog], 'critical'),
      ...each('identity-removed', roles, 'medium'),
      ...each('access-lost', roles, 'low'),
      { kind: 'identity-removed', address: at.authMount, severity: 'high' },
      { kind: 'mount-lost', address: at.mount, severity: 'critical' },
      { kind: 'connection-removed', address: at.connection, severity: 'critical' },
      { kind: 'role-removed', address: at.reader, severity: 'high' },
    ],
  },
  {
    title: 'a deployment gets another name, and begins anew',
    before: base,
    after: deployment({ name: 'other' }),
    expected: [
      { kind: 'vault-sealed', address: at.vault, severity: 'high' },
      { kind: 'database-restarted', address: at.postgres, severity: 'high' },
      ...each('data-lost', volumes, 'critical'),
      ...each('audit-lost', [at.auditFile, at.auditLog], 'medium'),
    ],
  },
  {
    title: 'a newer Vault, a longer TTL and a further right in one change',
    before: base,
    after: withPath(
      deployment({
        vault: { image: 'hashicorp/vault:1.21.2' },
        roles: { reader: { ...reader, maxTtlSeconds: 2 * 86_400 } },
      }),
      'backup',
      'sys/storage/raft/configuration',
      'read',
    ),
    expected: [
      { kind: 'vault-sealed', address: at.vault, severity: 'high' },
      { kind: 'image-changed', address: at.vaultImage, severity: 'medium' },
      { kind: 'ttl-raised', address: at.reader, severity: 'medium' },
      { kind: 'access-gained', address: at.policy('backup'), severity: 'medium' },
    ],
  },
  {
    title: 'the connection gets another name, and the mount another path',
    before: base,
    after: deployment({
      mount: 'db',
      connections: { pgx: {} },
      roles: { reader: { ...reader, connection: 'pgx' } },
    }),
    expected: [
      { kind: 'leases-revoked', address: at.mount, severity: 'high' },
      {
        kind: 'connection-replaced',
        address: 'vault_database_secret_backend_connection.connection-pgx_connection_E53D7695',
        severity: 'critical',
      },
      { kind: 'role-removed', address: at.reader, severity: 'high' },
    ],
  },
];
