import type { ContainerConfig } from '@cdktf/provider-docker/lib/container';

/** Linux counts the processes of a user's number on the whole machine: all deployments share this. */
const processesOfUser = 4096;

/** Without `non-blocking`, a Docker that cannot write a log has the server wait, and Vault with it for its audit. */
const logFiles = { 'max-size': '10m', 'max-file': '5', mode: 'non-blocking' };

/** What an entrypoint needs to hand files to the server's own user and to become that user, for good. */
export const entrypointRights = ['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FOWNER', 'CAP_SETGID', 'CAP_SETUID'];

/**
 * Keeps a container from all that its server does not need: rights beyond its entrypoint's, further ones by what it
 * starts, core dumps, and the whole of the machine's memory, processes and disk.
 */
export function containerLimits(memoryMegabytes: number) {
  return {
    ...shareOfMachine(memoryMegabytes),
    securityOpts: ['no-new-privileges'],
    capabilities: { add: entrypointRights, drop: ['ALL'] },
  } satisfies Partial<ContainerConfig>;
}

/** The part of it that every server can have. */
export function shareOfMachine(memoryMegabytes: number) {
  return {
    memory: memoryMegabytes,
    ulimit: [
      { name: 'core', soft: 0, hard: 0 },
      { name: 'nproc', soft: processesOfUser, hard: processesOfUser },
    ],
    logDriver: 'json-file',
    logOpts: logFiles,
  } satisfies Partial<ContainerConfig>;
}
