import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { fromStackFolder } from '../project-files';
import type { DockerEngine } from '../names';
import { ContainerImage } from './container-image';
import { DeploymentNetwork } from './deployment-network';
import type { Placement } from './placement';

export interface OtherHostProps {
  readonly deployment: Deployment;
  readonly engine: DockerEngine;
  /** Names the image, as on this machine. */
  readonly imageName: string;
}

/** The Docker engine of another machine, with the network and the image that a container there needs. */
export class OtherHost extends Construct {
  readonly placement: Placement;

  constructor(scope: Construct, id: string, { deployment, engine, imageName }: OtherHostProps) {
    super(scope, id);
    const { host, certFolder } = engine;
    const provider = new DockerProvider(this, 'docker', {
      alias: id,
      host,
      ...(certFolder === undefined ? {} : { certPath: fromStackFolder(certFolder) }),
    });
    const network = new DeploymentNetwork(this, 'network', { deployment, provider, engine });
    const image = ContainerImage.named(this, 'vault-image', imageName, provider);
    this.placement = { network, image, provider, engine };
  }
}
