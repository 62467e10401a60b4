import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as tofu } from './e2e-tofu';

/** `e2e-tofu` with a second role. */
export const deployment: DeploymentProps = {
  ...tofu,
  roles: {
    ...tofu.roles,
    second: { connection: 'my-postgres-database', creationSql: 'sql/readonly.sql' },
  },
};
