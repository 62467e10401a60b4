import { Network } from '@cdktf/provider-docker/lib/network';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { deploymentLabel, networkName } from '../names';

/** The network on which the containers reach each other by name. */
export class DeploymentNetwork extends Construct {
  readonly networkName: string;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    const network = new Network(this, 'network', {
      name: networkName(props.deployment.name),
      labels: [{ label: deploymentLabel, value: props.deployment.name }],
    });
    this.networkName = network.name;
  }
}
