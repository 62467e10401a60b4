import type { FoundAuditDevice } from '../../../common/found/vault';
import { blocksOf } from '../../plan/values';
import { masked, type Plan } from '../../plan/plan';
import { declaredOf } from '../declared-of';
import type { DeclaredConnection } from './connection';

export function declaredAudit(plans: readonly Plan[]): FoundAuditDevice[] {
  return declaredOf(plans, 'vault_audit').map(({ path, type, options }) => ({
    path: String(path),
    type: String(type),
    options: (options ?? {}) as Record<string, string>,
  }));
}

/** Terraform's own, and what Vault never shows. */
const notShown = ['password', 'password_wo', 'password_wo_version', 'private_key', 'self_managed'];

export function declaredConnections(plans: readonly Plan[]): DeclaredConnection[] {
  return declaredOf(plans, 'vault_database_secret_backend_connection').map((values) => {
    const { name, plugin_name, allowed_roles, verify_connection, root_rotation_statements } = values;
    const [details = {}] = blocksOf(values, 'postgresql');
    const shown = Object.entries(details).filter(
      ([setting, value]) => !notShown.includes(setting) && value !== masked,
    );
    return {
      name: String(name),
      settings: {
        plugin_name,
        allowed_roles,
        verify_connection,
        root_credentials_rotate_statements: root_rotation_statements,
        ...Object.fromEntries(shown),
      },
    };
  });
}
