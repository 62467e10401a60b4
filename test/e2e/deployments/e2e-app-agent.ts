import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as app } from './e2e-app';

/** `e2e-app`, with Vault Agent beside it. */
export const deployment: DeploymentProps = {
  ...app,
  name: 'e2e-app-agent',
  vault: { port: 18_406 },
  postgres: { publishedPort: 18_407 },
};
