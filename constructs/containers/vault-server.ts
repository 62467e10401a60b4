import { Container } from '@cdktf/provider-docker/lib/container';
import { Construct } from 'constructs';
import type { Deployment, VaultNode } from '../deployment';
import {
  auditFolder,
  auditVolume,
  tlsInContainer,
  vaultAddress,
  vaultClusterPort,
  vaultPort,
  vaultVolume,
} from '../names';
import { containerDefaults } from './container-defaults';
import { DataVolume } from './data-volume';
import type { Placement } from './placement';
import { serverTls } from './server-tls';
import { vaultConfig } from './vault-config';
import { vaultLimits } from './vault-limits';

export interface VaultServerProps extends Placement {
  readonly deployment: Deployment;
  readonly node: VaultNode;
}

/**
 * A node of Vault in a container: its storage and its audit log on volumes, its API on its own address. It starts
 * sealed, each time.
 */
export class VaultServer extends Construct {
  constructor(scope: Construct, id: string, props: VaultServerProps) {
    super(scope, id);
    const { deployment, node } = props;
    const { storage } = deployment.vault;
    const { containerName } = node;
    const tls = serverTls(deployment, 'vault', node.name);
    const volume = new DataVolume(this, 'file', { ...props, name: vaultVolume(containerName) });
    const audit = new DataVolume(this, 'audit', { ...props, name: auditVolume(containerName) });

    new Container(this, 'container', {
      ...containerDefaults(deployment, 'vault', props, node.name),
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
      ports: publishedPorts(node),
      volumes: [
        { volumeName: volume.volumeName, containerPath: '/vault/file' },
        { volumeName: audit.volumeName, containerPath: auditFolder },
      ],
      upload: [{ file: '/vault/config/config.hcl', content: vaultConfig(deployment, node) }, ...tls.upload],
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

/** Other machines reach both, at one address; on one network the nodes need no port for each other. */
function publishedPorts({ address: ip, port, clusterPort }: VaultNode) {
  const publish = (internal: number, external: number) => ({ internal, external, ip, protocol: 'tcp' });
  return [
    publish(vaultPort, port),
    ...(clusterPort === undefined ? [] : [publish(vaultClusterPort, clusterPort)]),
  ];
}
