import type { Deployment } from '../deployment';
import { tlsInContainer, vaultClusterPort, vaultHost, vaultPort } from '../names';

/** Vault's config.hcl. */
export function vaultConfig(storage: Deployment['vault']['storage'], tls: boolean): string {
  return `${[tls ? tlsListener : plainListener, addresses(tls ? 'https' : 'http'), storages[storage]].join('\n\n')}\n`;
}

// The key and the certificates are in one file: of two, a run that is killed could leave one of each generation.
const tlsListener = `listener "tcp" {
  address         = "0.0.0.0:${vaultPort}"
  tls_cert_file   = "${tlsInContainer.server}"
  tls_key_file    = "${tlsInContainer.server}"
  tls_min_version = "tls12"
}`;

// The port is published on loopback alone.
const plainListener = `listener "tcp" {
  address     = "0.0.0.0:${vaultPort}"
  tls_disable = true
}`;

function addresses(scheme: 'http' | 'https'): string {
  return `api_addr     = "${scheme}://${vaultHost}:${vaultPort}"
cluster_addr = "${scheme}://${vaultHost}:${vaultClusterPort}"
ui           = false`;
}

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
