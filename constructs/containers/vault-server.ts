import { Container } from '@cdktf/provider-docker/lib/container';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import {
  auditFolder,
  auditVolume,
  tlsInContainer,
  vaultAddress,
  vaultHost,
  vaultPort,
  vaultVolume,
} from '../names';
import type { ContainerImage } from './container-image';
import { containerDefaults } from './container-defaults';
import { DataVolume } from './data-volume';
import type { DeploymentNetwork } from './deployment-network';
import { serverTls } from './server-tls';
import { vaultConfig } from './vault-config';
import { vaultLimits } from './vault-limits';

export interface ServerProps {
  readonly deployment: Deployment;
  readonly network: DeploymentNetwork;
  readonly image: ContainerImage;
}

/** Vault in a container: its storage and its audit log on volumes, its API on 127.0.0.1. It starts sealed, each time. */
export class VaultServer extends Construct {
  constructor(scope: Construct, id: string, { deployment, network, image }: ServerProps) {
    super(scope, id);
    const { containerName, port, storage } = deployment.vault;
    const tls = serverTls(deployment, 'vault');
    const volume = new DataVolume(this, 'file', { deployment, name: vaultVolume(containerName) });
    const audit = new DataVolume(this, 'audit', { deployment, name: auditVolume(containerName) });

    new Container(this, 'container', {
      ...containerDefaults(deployment, 'vault', image, network, vaultHost),
      ...tls.container,
      ...vaultLimits(storage),
      name: containerName,
      command: ['server'],
      env: [
        `VAULT_ADDR=${vaultAddress(vaultPort, tls.isOn)}`,
        ...(tls.isOn ? [`VAULT_CACERT=${tlsInContainer.ca}`] : []),
        // The official image would write to Vault's program, for a right that Vault does not use with Raft.
        ...(storage === 'raft' ? ['SKIP_SETCAP=1'] : []),
      ],
      ports: [{ internal: vaultPort, external: port, ip: '127.0.0.1', protocol: 'tcp' }],
      volumes: [
        { volumeName: volume.volumeName, containerPath: '/vault/file' },
        { volumeName: audit.volumeName, containerPath: auditFolder },
      ],
      upload: [{ file: '/vault/config/config.hcl', content: vaultConfig(storage, tls.isOn) }, ...tls.upload],
      // `vault status` exits with 2 when Vault is sealed, which is how a healthy one starts; 1 is no answer.
      healthcheck: {
        test: ['CMD-SHELL', 'vault status >/dev/null 2>&1; test $? -ne 1'],
        interval: '30s',
        timeout: '10s',
        startPeriod: '15s',
        retries: 3,
      },
    });
  }
}
