import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as seed } from '../../../deployments/seed';

/** `seed` under names, ports and volumes of its own: the superuser is Vault's login, and the application has a token. */
export const deployment: DeploymentProps = {
  ...seed,
  name: 'e2e-drift-seed',
  vault: { ...seed.vault, containerName: 'e2e-drift-seed-vault', port: 18_246 },
  postgres: { ...seed.postgres, containerName: 'e2e-drift-seed-postgres', publishedPort: 25_446 },
};
