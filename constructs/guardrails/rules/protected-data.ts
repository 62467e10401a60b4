import type { CheckedEnding } from '../checked';
import type { Rule } from '../rule';

const lost: Readonly<Record<string, string>> = {
  docker_volume: 'with all data on it',
  vault_database_secret_backend_connection: 'with the password that Vault rotated and nobody else has',
  vault_database_secrets_mount: 'with its connections, their rotated passwords, its roles and all leases',
  vault_mount: 'with its connections, their rotated passwords, its roles and all leases',
};

/** No plan takes away what nothing brings back. */
export const protectedData: Rule = {
  id: 'protected-data',
  title: 'No plan deletes or replaces a volume, a database connection or its mount',
  severity: 'error',
  why: 'What Terraform removes here it cannot bring back; a rename looks harmless and is a replacement.',
  remedy:
    'Keep the name, or move the data first: a backup, `terraform state mv`, or the new one beside the old one; `npx dbvault destroy` is the way to remove a deployment',
  example: { address: 'docker_volume.data', message: 'is deleted, with all data on it' },
  isOnPlansOnly: true,
  check({ endings }) {
    return endings.filter(isProtected).map(({ address, type, action }) => ({
      address,
      message: `is ${action === 'delete' ? 'deleted' : 'replaced'}, ${lost[type] ?? ''}`,
    }));
  },
};

function isProtected({ type, before }: CheckedEnding): boolean {
  return type in lost && (type !== 'vault_mount' || before['type'] === 'database');
}
