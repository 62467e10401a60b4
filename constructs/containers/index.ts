import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { otherEngines, postgresImageVariable, vaultImageVariable } from '../names';
import { DeploymentStack } from '../stack';
import { ContainerImage } from './container-image';
import { DeploymentNetwork } from './deployment-network';
import { OtherHost } from './other-host';
import type { Placement } from './placement';
import { PostgresServer } from './postgres-server';
import { VaultServer } from './vault-server';

/** The stack of what runs: a network, and on it Vault's nodes and PostgreSQL with their volumes. */
export class Containers extends DeploymentStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'containers', deployment);
    this.openProviderRange('docker');
    new DockerProvider(this, 'docker');

    const network = new DeploymentNetwork(this, 'network', { deployment });
    const vaultImage = new ContainerImage(this, 'vault-image', {
      variable: vaultImageVariable,
      officialName: deployment.vault.image,
    });
    const postgresImage = new ContainerImage(this, 'postgres-image', {
      variable: postgresImageVariable,
      officialName: deployment.postgres.image,
    });
    const here: Placement = { network, image: vaultImage };
    const elsewhere = new Map(
      otherEngines(deployment.vault.nodes).map((engine, index) => {
        const props = { deployment, engine, imageName: vaultImage.imageName };
        return [engine.host, new OtherHost(this, `host-${index + 1}`, props).placement];
      }),
    );
    for (const node of deployment.vault.nodes) {
      const placement = elsewhere.get(node.engine?.host ?? '') ?? here;
      new VaultServer(this, node.name, { deployment, node, ...placement });
    }
    new PostgresServer(this, 'postgres', { deployment, network, image: postgresImage });
  }
}
