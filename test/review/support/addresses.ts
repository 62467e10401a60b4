const role = (name: string) => `vault_approle_auth_backend_role.app-roles_${name}`;
const policy = (name: string) => `vault_policy.policy-${name}`;

/** Where the resources of the deployment are that the cases change. What cdktf adds comes from the constructs' names. */
export const at = {
  vault: 'docker_container.vault_container_3A00AB2A',
  postgres: 'docker_container.postgres_container_A7145DB3',
  vaultImage: 'docker_image.vault-image_A04001EA',
  postgresImage: 'docker_image.postgres-image_599778F2',
  vaultVolume: 'docker_volume.vault_file_volume_4595A6B6',
  auditVolume: 'docker_volume.vault_audit_volume_4D410D23',
  postgresVolume: 'docker_volume.postgres_data_volume_D9F31A41',
  policy,
  appRole: role('application_app_CE32EB98'),
  appOperatorRole: role('app-operator_E033E29E'),
  appIssuerRole: role('app-issuer_751D9871'),
  backupRole: role('backup_A062DA65'),
  dbAdminRole: role('db-admin_A9BC984F'),
  planRole: role('plan_83C70C04'),
  authMount: 'vault_auth_backend.app-roles_approle_3F3F49D7',
  auditFile: 'vault_audit.audit_file_BDE7074F',
  auditLog: 'vault_audit.audit_container-log_79019FF3',
  mount: 'vault_mount.mount',
  connection: 'vault_database_secret_backend_connection.connection-pg_connection_3E2E5307',
  reader: 'vault_database_secret_backend_role.role-reader_role_5D1F87AD',
} as const;
