import type { ContainerConfig } from '@cdktf/provider-docker/lib/container';
import type { Deployment } from '../deployment';
import { containerLimits, entrypointRights, shareOfMachine } from './container-limits';

const memoryMegabytes = 1024;

/** Nothing that Vault holds is ever swapped out. */
const noSwap = {
  memorySwap: memoryMegabytes,
  // Where the kernel cannot limit swap, Docker reports -1: that is no change to be made.
  lifecycle: { ignoreChanges: ['memory_swap'] },
};

/**
 * What Vault's container may do. With Raft the server itself is an ordinary user with the one right to lock memory,
 * which counts for nothing then. To lock its memory, as it does with files, Vault is given the right by its image, which takes root and
 * rights of its own for a moment.
 */
export function vaultLimits(storage: Deployment['vault']['storage']): Partial<ContainerConfig> {
  return { ...limits[storage], ...noSwap };
}

const limits: Record<Deployment['vault']['storage'], Partial<ContainerConfig>> = {
  raft: {
    ...containerLimits(memoryMegabytes),
    capabilities: { add: [...entrypointRights, 'CAP_IPC_LOCK'], drop: ['ALL'] },
  },
  file: {
    ...shareOfMachine(memoryMegabytes),
    capabilities: {
      add: ['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_IPC_LOCK', 'CAP_SETFCAP', 'CAP_SETGID', 'CAP_SETUID'],
      drop: ['ALL'],
    },
  },
};
