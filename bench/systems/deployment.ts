import { deploymentOf } from './declared';

/** What is measured at the moment; on a port of its own, so that measuring never meets a deployment that is up. */
export const deployment = deploymentOf(
  {
    roles: Number(process.env['BENCH_ROLES'] ?? 1),
    connections: Number(process.env['BENCH_CONNECTIONS'] ?? 1),
  },
  process.env['BENCH_CHANGED'] === 'yes',
);
