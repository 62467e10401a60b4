import type { Action } from '../../../../review/plan/plan';
import type { AttributeChange, ResourceReport, StackReport } from '../../../../review/report/report';

const set = (name: string, before: string | null, after: string | null): AttributeChange => ({
  name,
  before,
  after,
  forcesReplacement: false,
});
const forcing = (name: string, before: string | null, after: string | null): AttributeChange => ({
  ...set(name, before, after),
  forcesReplacement: true,
});
const resource = (
  action: Action,
  address: string,
  attributes: readonly AttributeChange[] = [],
): ResourceReport => ({ address, type: address.split('.')[0] ?? '', action, attributes });

const ports = (ip: string) => `[{"external":5432,"internal":5432,"ip":"${ip}","protocol":"tcp"}]`;

const containers = [
  resource('replace', 'docker_volume.postgres-data', [
    forcing('name', 'dbvault-orders-postgres-data', 'dbvault-orders-postgres-16-data'),
  ]),
  resource('replace', 'docker_container.postgres', [
    forcing('image', 'postgres:15', 'postgres:16'),
    forcing('ports', ports('127.0.0.1'), ports('0.0.0.0')),
    set('memory', '1024', '4096'),
    forcing('upload', '3 lines', '2 lines'),
  ]),
  resource('replace', 'docker_container.vault', [
    forcing('image', 'hashicorp/vault:1.21.1', 'hashicorp/vault:latest'),
    forcing('env', '(sensitive)', '(sensitive), another one'),
    set('id', '9f3c1b0a77de', '(known after apply)'),
  ]),
  resource('create', 'docker_image.postgres'),
  resource('delete', 'docker_volume.audit-archive'),
];

const policy = (name: string, before: string, after: string) =>
  resource('update', `vault_policy.${name}`, [set('policy', before, after)]);

const access = [
  policy('db-admin', '27 lines', '21 lines'),
  policy('plan', '35 lines', '40 lines'),
  policy('app', '13 lines', '9 lines'),
  policy('app-issuer', '13 lines', '13 lines'),
  resource('create', 'vault_policy.reports'),
  resource('delete', 'vault_policy.legacy'),
  resource('create', 'vault_approle_auth_backend_role.reports'),
  resource('update', 'vault_approle_auth_backend_role.app', [
    set('token_policies', '["app","legacy"]', '["app"]'),
    set('token_bound_cidrs', '["10.20.0.0/16"]', null),
    set('secret_id_ttl', '3600', '604800'),
  ]),
  resource('delete', 'vault_audit.syslog'),
];

const database = [
  resource('replace', 'vault_database_secret_backend_connection.orders', [
    forcing('name', 'orders-db', 'orders'),
    set('verify_connection', 'true', 'false'),
    set('allowed_roles', '["orders-app"]', '["orders-app","orders-reports","*"]'),
    set('password_wo_version', '1', '2'),
  ]),
  resource('update', 'vault_database_secret_backend_role.orders-app', [
    set('creation_statements', '["CREATE ROLE \\"{{name}}\\" WITH LOGIN PASSWORD …', '3 lines'),
    set('revocation_statements', '29 lines', '28 lines'),
    set('default_ttl', '3600', '86400'),
    set('max_ttl', '86400', '2592000'),
  ]),
  resource('create', 'vault_database_secret_backend_role.orders-reports'),
  resource('update', 'vault_mount.database', [
    set('description', null, 'Short-lived users of the orders database'),
  ]),
];

const stack = (
  name: string,
  basis: StackReport['basis'],
  changes: readonly ResourceReport[],
): StackReport => {
  const counts: Partial<Record<Action, number>> = {};
  for (const { action } of changes) counts[action] = (counts[action] ?? 0) + 1;
  return { name, basis, counts, changes };
};

export const stacks: readonly StackReport[] = [
  stack('containers', 'live', containers),
  stack('access', 'live', access),
  stack('database', 'state', database),
  stack('database-2', 'new', [
    resource('create', 'vault_database_secret_backend_connection.warehouse'),
    resource('create', 'vault_database_secret_backend_role.warehouse-reports'),
  ]),
];
