import type { Deployment } from '../deployment';
import { vaultClusterPort, vaultHost, vaultPort } from '../names';

/** Vault's config.hcl. */
export function vaultConfig(storage: Deployment['vault']['storage']): string {
  return `${[listener, storages[storage]].join('\n\n')}\n`;
}

// TLS is off: the port is published on loopback alone.
const listener = `listener "tcp" {
  address     = "0.0.0.0:${vaultPort}"
  tls_disable = true
}

api_addr     = "http://${vaultHost}:${vaultPort}"
cluster_addr = "http://${vaultHost}:${vaultClusterPort}"
ui           = false`;

const storages = {
  // Raft maps its file into memory, which mlock would pin whole: HashiCorp asks for it off, and swap off.
  raft: `storage "raft" {
  path    = "/vault/file"
  node_id = "${vaultHost}"

  # What HashiCorp recommends for production; the default of 5 makes every election five times as long.
  performance_multiplier = 1
}

disable_mlock = true`,
  file: `storage "file" {
  path = "/vault/file"
}`,
};
