import { docker, inspect } from '../outside';
import type { Flow } from '../reference-flow';
import type { Change } from './change';

/** Containers, networks and volumes of these names are the test's own. */
export const byHand = 'e2e-drift-by-hand';

/** Changes in Docker that stop nothing. */
export function changesInDocker(flow: Flow): readonly Change[] {
  const { vault, postgres } = flow.deployment;
  const idle = async (name: string, ...options: string[]) => {
    const image = await inspect(postgres.containerName, '{{.Image}}');
    return docker('run', '--detach', '--name', name, ...options, '--entrypoint', 'sleep', image, '3600');
  };
  return [
    {
      title: "a stranger's container on the network",
      make: () => idle(`${byHand}-visitor`, '--network', flow.network),
      told: { system: 'Docker', severity: 'medium', what: `container ${byHand}-visitor: networks` },
    },
    {
      title: "a container that reads Vault's audit log",
      make: () => idle(`${byHand}-reader`, '--volume', `${vault.containerName}-audit:/log:ro`),
      told: { system: 'Docker', severity: 'high', what: `container ${byHand}-reader: mounts` },
    },
    {
      title: "a container with the deployment's label",
      make: () => idle(`${byHand}-labelled`, '--label', `dbvault.deployment=${flow.deployment.name}`),
      told: { system: 'Docker', severity: 'medium', what: `container ${byHand}-labelled` },
    },
    {
      title: "a volume with the deployment's label",
      make: () => docker('volume', 'create', '--label', `dbvault.deployment=${flow.deployment.name}`, byHand),
      told: { system: 'Docker', severity: 'low', what: `volume ${byHand}` },
    },
    {
      title: 'a declared container on another network',
      make: async () => {
        await docker('network', 'create', byHand);
        await docker('network', 'connect', byHand, vault.containerName);
      },
      told: { system: 'Docker', severity: 'medium', what: `container ${vault.containerName}: networks` },
    },
    {
      title: 'more memory for a declared container',
      make: () => docker('update', '--memory', '2g', '--memory-swap', '-1', postgres.containerName),
      told: { system: 'Docker', severity: 'low', what: `container ${postgres.containerName}: memory` },
    },
    {
      title: 'a declared container that does not come back',
      make: () => docker('update', '--restart', 'no', postgres.containerName),
      told: {
        system: 'Docker',
        severity: 'low',
        what: `container ${postgres.containerName}: restart policy`,
      },
    },
  ];
}
