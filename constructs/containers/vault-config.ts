import type { Deployment, VaultNode } from '../deployment';
import { tlsInContainer, vaultClusterPort, vaultPort } from '../names';

/** The config.hcl of a node of Vault. */
export function vaultConfig({ vault, tls }: Pick<Deployment, 'vault' | 'tls'>, node: VaultNode): string {
  const scheme = tls === 'off' ? 'http' : 'https';
  const storage = vault.storage === 'raft' ? raft(vault.nodes, node, scheme) : fileStorage;
  return `${[scheme === 'https' ? tlsListener : plainListener, addresses(node, scheme), storage].join('\n\n')}\n`;
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

type Scheme = 'http' | 'https';

function addresses(node: VaultNode, scheme: Scheme): string {
  return `api_addr     = "${apiAddress(node, scheme)}"
cluster_addr = "${scheme}://${clusterAddress(node)}"
ui           = false`;
}

/** How the other nodes reach it: on their network by name, from other machines where it is published. */
function apiAddress({ name, address, port, clusterPort }: VaultNode, scheme: Scheme): string {
  return clusterPort === undefined ? `${scheme}://${name}:${vaultPort}` : `${scheme}://${address}:${port}`;
}

function clusterAddress({ name, address, clusterPort }: VaultNode): string {
  return clusterPort === undefined ? `${name}:${vaultClusterPort}` : `${address}:${clusterPort}`;
}

// Raft maps its file into memory, which mlock would pin whole: HashiCorp asks for it off, and swap off.
function raft(nodes: readonly VaultNode[], node: VaultNode, scheme: Scheme): string {
  const others = nodes.filter(({ name }) => name !== node.name);
  return `storage "raft" {
  path    = "/vault/file"
  node_id = "${node.name}"

${multiplier(nodes)}
${others.map((other) => retryJoin(other, scheme)).join('')}}

disable_mlock = true`;
}

/** How patient the nodes are with each other. */
function multiplier(nodes: readonly VaultNode[]): string {
  const machines = new Set(nodes.map(({ engine }) => engine?.host));
  if (machines.size < nodes.length)
    return `  # Nodes that share a machine wait for its processors: a slow one is not to be taken for one that is gone.
  performance_multiplier = 2`;
  return `  # What HashiCorp recommends for production; the default of 5 makes every election five times as long.
  performance_multiplier = 1`;
}

/** A node with an empty volume asks each other one to take it in. It gets no data before it is unsealed. */
function retryJoin(other: VaultNode, scheme: Scheme): string {
  const tls =
    scheme === 'http'
      ? ''
      : `
    leader_ca_cert_file   = "${tlsInContainer.ca}"
    leader_tls_servername = "${other.name}"`;
  return `
  retry_join {
    leader_api_addr       = "${apiAddress(other, scheme)}"${tls}
  }
`;
}

const fileStorage = `storage "file" {
  path = "/vault/file"
}`;
