import { networkInterfaces } from 'node:os';
import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as ha } from '../../../deployments/ha';

/** Where this machine is reached by others; the test's second engine is on it too. */
export const address = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

export const secondEngine = {
  dockerHost: 'tcp://127.0.0.1:19090',
  dockerCertFolder: '.dbvault/e2e-ha-engine',
};

const node = (index: number) => ({
  ...(address === undefined ? {} : { address }),
  port: 19_020 + index,
  clusterPort: 19_030 + index,
});

/** One node on this machine's engine and two on another's, which reach each other where they are published. */
export const deployment: DeploymentProps = {
  ...ha,
  name: 'e2e-ha-hosts',
  vault: { nodes: [node(0), { ...node(1), ...secondEngine }, { ...node(2), ...secondEngine }] },
  postgres: { publishedPort: 19_040, ...(address === undefined ? {} : { address }) },
  waivers: [
    {
      rule: 'loopback-only',
      reason: 'nodes on several machines reach each other, and PostgreSQL, over the network',
      until: '2099-12-31',
    },
  ],
};
