import type { ContainerConfig } from '@cdktf/provider-docker/lib/container';
import type { Deployment } from '../deployment';
import { deploymentLabel, partLabel } from '../names';
import type { ContainerImage } from './container-image';
import type { DeploymentNetwork } from './deployment-network';

/** What both servers have in common. */
export function containerDefaults(
  deployment: Deployment,
  part: 'vault' | 'postgres',
  image: ContainerImage,
  network: DeploymentNetwork,
  host: string,
) {
  return {
    image: image.imageId,
    hostname: host,
    networksAdvanced: [{ name: network.networkName, aliases: [host] }],
    restart: 'unless-stopped',
    labels: [
      { label: deploymentLabel, value: deployment.name },
      { label: partLabel, value: part },
    ],
  } satisfies Partial<ContainerConfig>;
}
