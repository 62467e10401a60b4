import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as app } from './e2e-app';

/** `e2e-app`, to be stopped, sealed and restarted. */
export const deployment: DeploymentProps = {
  ...app,
  name: 'e2e-app-faults',
  vault: { port: 18_402 },
  postgres: { publishedPort: 18_403 },
  // A token that ends while Vault is away takes another secret_id.
  application: { tokenTtlSeconds: 120, tokenMaxTtlSeconds: 7200 },
};
