import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** `local` under a name, port and volumes of its own, with narrow bounds for its application. */
export const deployment: DeploymentProps = {
  ...local,
  name: 'e2e-app-login',
  vault: { port: 18_261 },
  application: {
    tokenTtlSeconds: 3700,
    tokenMaxTtlSeconds: 7200,
    tokenUses: 6,
    secretIdTtlSeconds: 1800,
    // Docker's networks, where Vault sees this machine; and a single address, which Vault says otherwise.
    cidrs: ['172.16.0.0/12', '192.168.0.0/16', '10.0.0.0/8', '203.0.113.1/32'],
  },
};
