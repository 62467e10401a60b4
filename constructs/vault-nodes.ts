import { nodesPolicy, vaultClusterPort, vaultNodeName, type DockerEngine } from './names';

/** Where one of several nodes of Vault runs, and how the others and this machine reach it. */
export interface VaultNodeProps {
  /** Its Docker engine: `ssh://user@host`, or `tcp://host:2376` over TLS. @default this machine's */
  readonly dockerHost?: string;
  /**
   * Folder with `ca.pem`, `cert.pem` and `key.pem`, as Docker's client has them, absolute or from the project on.
   * Needed for `tcp://`, and for nothing else.
   */
  readonly dockerCertFolder?: string;
  /**
   * The IPv4 address of its machine on which its ports are published, and no other one. All nodes have one or none:
   * without, they reach each other on the deployment's network, and are published on 127.0.0.1.
   */
  readonly address?: string;
  /** @default `vault.port`; without `address` the next one for each next node */
  readonly port?: number;
  /** Where nodes of other machines reach it; published only with `address`. @default 8201 */
  readonly clusterPort?: number;
}

/** A node with its defaults filled in. */
export interface VaultNode {
  /** On the network, in Raft and in its certificate: `vault`, `vault-2`, … */
  readonly name: string;
  readonly containerName: string;
  /** Undefined where it is this machine's. */
  readonly engine: DockerEngine | undefined;
  /** Where its API is published. */
  readonly address: string;
  readonly port: number;
  /** Where other machines reach it; undefined where all nodes are on the deployment's network. */
  readonly clusterPort: number | undefined;
}

interface NodesOf {
  readonly nodes: number | readonly VaultNodeProps[];
  readonly containerName: string;
  readonly port: number;
}

/** The nodes of a valid deployment. The first one is called as a single one is: it can get others beside it. */
export function vaultNodes({ nodes, containerName, port }: NodesOf): readonly [VaultNode, ...VaultNode[]] {
  const [first, ...others] = propsOfNodes(nodes).map((props, index): VaultNode => {
    const isPublished = props.address !== undefined;
    return {
      name: vaultNodeName(index),
      containerName: index === 0 ? containerName : `${containerName}-${index + 1}`,
      engine:
        props.dockerHost === undefined
          ? undefined
          : { host: props.dockerHost, certFolder: props.dockerCertFolder },
      address: props.address ?? '127.0.0.1',
      port: defaultNodePort(props, index, port),
      clusterPort: isPublished ? (props.clusterPort ?? vaultClusterPort) : undefined,
    };
  });
  if (first === undefined) throw new Error('a valid deployment has a node of Vault');
  return [first, ...others];
}

/** As many as are meant; none where that is neither a number nor a list. */
export function propsOfNodes(nodes: unknown): readonly VaultNodeProps[] {
  if (Array.isArray(nodes)) return nodes as VaultNodeProps[];
  return typeof nodes === 'number' && nodes >= 1
    ? Array.from({ length: Math.min(nodes, 7) }, () => ({}))
    : [];
}

/** On one machine each node needs a port of its own; on several they have the same one. */
export function defaultNodePort(props: VaultNodeProps, index: number, port: number): number {
  return props.port ?? (props.address === undefined ? port + index : port);
}

/** What `plan` reads of several nodes. */
export function nodesPolicyOf(nodes: unknown): Readonly<Record<string, string>> {
  return propsOfNodes(nodes).length > 1 ? { [nodesPolicy]: `policies/${nodesPolicy}.hcl` } : {};
}

/** Whether its nodes hold the same data, so that Raft's own rules count. */
export function hasSeveralNodes(nodes: readonly VaultNode[]): boolean {
  return nodes.length > 1;
}
