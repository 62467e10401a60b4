import { delimiter } from 'node:path';
import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';
import { firstPortOf } from '../ports';

/** `local` under a name and a port of its own for each of those that run side by side. */
const slot = Number(process.env['FAULT_SLOT'] ?? 0);
const nodes = Number(process.env['FAULT_NODES'] ?? 1);
const holders = process.env['FAULT_HOLDERS'] ?? '';

export const deployment: DeploymentProps = {
  ...local,
  name: `fault-${slot}`,
  vault: {
    port: firstPortOf(slot, nodes),
    ...(nodes === 1 ? {} : { nodes }),
    ...(holders === '' ? {} : { keyShares: 3, keyThreshold: 2 }),
  },
  ...(holders === '' ? {} : { keys: { pgp: holders.split(delimiter) } }),
  ...(process.env['FAULT_APPLICATION'] === 'token' ? { application: 'token' } : {}),
};
