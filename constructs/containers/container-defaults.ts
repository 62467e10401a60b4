import type { ContainerConfig } from '@cdktf/provider-docker/lib/container';
import type { Deployment } from '../deployment';
import { partLabel } from '../names';
import { ownLabels, providerOf, type Placement } from './placement';

/** What both servers have in common. */
export function containerDefaults(
  deployment: Deployment,
  part: 'vault' | 'postgres',
  placement: Placement,
  host: string,
) {
  return {
    image: placement.image.imageId,
    hostname: host,
    networksAdvanced: [{ name: placement.network.networkName, aliases: [host] }],
    restart: 'unless-stopped',
    labels: [...ownLabels(deployment.name, placement), { label: partLabel, value: part }],
    ...providerOf(placement),
  } satisfies Partial<ContainerConfig>;
}
