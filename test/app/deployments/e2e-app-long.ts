import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as app } from '../../e2e/deployments/e2e-app';

/** That of the end-to-end test, beside it. */
export const deployment: DeploymentProps = {
  ...app,
  name: 'e2e-app-long',
  vault: { port: 18_404 },
  postgres: { publishedPort: 18_405 },
};
