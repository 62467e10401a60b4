import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as seed } from '../../../deployments/seed';

/** `seed` under names, ports and volumes of its own. */
export const deployment: DeploymentProps = {
  ...seed,
  name: 'e2e-seed',
  vault: { ...seed.vault, containerName: 'e2e-seed-vault', port: 28_200 },
  postgres: { ...seed.postgres, containerName: 'e2e-seed-postgres', publishedPort: 25_432 },
};
