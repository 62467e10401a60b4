import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as seed } from '../../../deployments/seed';

/** `seed` under names, ports and volumes of its own: Vault locks its memory, and logs in as the superuser. */
export const deployment: DeploymentProps = {
  ...seed,
  name: 'e2e-harden-file',
  vault: { ...seed.vault, containerName: 'e2e-harden-file-vault', port: 18_281 },
  postgres: { ...seed.postgres, containerName: 'e2e-harden-file-postgres', publishedPort: 18_282 },
};
