import type { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { deploymentLabel, engineLabel, type DockerEngine } from '../names';
import type { ContainerImage } from './container-image';
import type { DeploymentNetwork } from './deployment-network';

/** Where something is made in Docker. */
export interface OnEngine {
  /** @default this machine's */
  readonly provider?: DockerProvider;
  readonly engine?: DockerEngine;
}

/** Where a container runs, and as what. */
export interface Placement extends OnEngine {
  readonly network: DeploymentNetwork;
  readonly image: ContainerImage;
}

/** The provider of another machine's engine; nothing where it is this one's. */
export function providerOf({ provider }: OnEngine) {
  return provider === undefined ? {} : { provider };
}

/** By which all that a deployment has in Docker is found, and where it is. */
export function ownLabels(deployment: string, { engine }: OnEngine) {
  return [
    { label: deploymentLabel, value: deployment },
    ...(engine === undefined ? [] : [{ label: engineLabel, value: engine.host }]),
  ];
}
