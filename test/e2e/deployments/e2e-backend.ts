import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` with its state in a PostgreSQL of the test's own; or, by the environment, in files or under another prefix. */
export const deployment: DeploymentProps = {
  ...local,
  name: 'e2e-backend',
  vault: { port: 19_200 },
  ...(process.env['E2E_BACKEND_STATE'] === 'files'
    ? {}
    : { state: { pg: { prefix: process.env['E2E_BACKEND_PREFIX'] ?? 'e2e' } } }),
};
