/** Terraform's type of a database connection. */
export const connectionType = 'vault_database_secret_backend_connection';

/** Terraform's type of a role. */
export const roleType = 'vault_database_secret_backend_role';

/** Terraform's type of a mount. */
export const mountType = 'vault_mount';
