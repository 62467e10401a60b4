import { Network } from '@cdktf/provider-docker/lib/network';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { networkName } from '../names';
import { ownLabels, providerOf, type OnEngine } from './placement';

export interface DeploymentNetworkProps extends OnEngine {
  readonly deployment: Deployment;
}

/** The network on which the containers reach each other by name. */
export class DeploymentNetwork extends Construct {
  readonly networkName: string;

  constructor(scope: Construct, id: string, props: DeploymentNetworkProps) {
    super(scope, id);
    const network = new Network(this, 'network', {
      name: networkName(props.deployment.name),
      labels: ownLabels(props.deployment.name, props),
      ...providerOf(props),
    });
    this.networkName = network.name;
  }
}
