import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { postgresImageVariable, vaultImageVariable } from '../names';
import { DeploymentStack } from '../stack';
import { ContainerImage } from './container-image';
import { DeploymentNetwork } from './deployment-network';
import { PostgresServer } from './postgres-server';
import { VaultServer } from './vault-server';

/** The stack of what runs: a network, and on it Vault and PostgreSQL with their volumes. */
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
    new VaultServer(this, 'vault', { deployment, network, image: vaultImage });
    new PostgresServer(this, 'postgres', { deployment, network, image: postgresImage });
  }
}
