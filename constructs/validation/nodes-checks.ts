import { join } from 'node:path';
import type { FilledIn } from '../deployment';
import { vaultClusterPort } from '../names';
import { isProjectFile } from '../project-files';
import { defaultNodePort, propsOfNodes, type VaultNodeProps } from '../vault-nodes';
import type { Report } from './cross-checks';
import { isPlainObject } from './rule-kinds';

const lastPort = 65_535;

/** What Docker's client looks for in its folder. */
const certFiles = ['ca.pem', 'cert.pem', 'key.pem'];

/** How the nodes of Vault fit to each other and to the rest. */
export function checkNodes(deployment: FilledIn, report: Report): void {
  const { nodes, storage } = deployment.vault;
  const all = propsOfNodes(nodes);
  if (all.length === 0) return;
  if (all.length > 1 && storage === 'file')
    report(
      ['vault', 'storage'],
      storage,
      'must be "raft" for several nodes, which share no files: change it',
    );
  if (Array.isArray(nodes)) checkEach(all, report);
  checkPorts(deployment, all, report);
  checkReach(deployment, all, report);
}

function checkEach(nodes: readonly VaultNodeProps[], report: Report): void {
  const isAddressed = nodes.some((node) => isPlainObject(node) && node.address !== undefined);
  for (const [index, node] of nodes.entries()) {
    if (!isPlainObject(node)) continue;
    const at = (property: string) => ['vault', 'nodes', String(index), property];
    const { dockerHost, dockerCertFolder, address, clusterPort } = node;
    if (address === undefined && (isAddressed || dockerHost !== undefined))
      report(at('address'), address, 'is needed where nodes are on several machines: set it for each node');
    if (address === undefined && clusterPort !== undefined)
      report(at('clusterPort'), clusterPort, 'is published only with an address: set that, or remove it');
    const isTcp = typeof dockerHost === 'string' && dockerHost.startsWith('tcp://');
    if (isTcp && dockerCertFolder === undefined)
      report(
        at('dockerCertFolder'),
        undefined,
        'is needed for tcp://, which is open to everybody without TLS: set it',
      );
    if (!isTcp && dockerCertFolder !== undefined)
      report(at('dockerCertFolder'), dockerCertFolder, 'is for tcp:// alone: remove it');
    if (isTcp && typeof dockerCertFolder === 'string') {
      const missing = certFiles.filter((file) => !isProjectFile(join(dockerCertFolder, file)));
      if (missing.length > 0)
        report(
          at('dockerCertFolder'),
          dockerCertFolder,
          `lacks ${missing.join(', ')}: put them there, or correct the path`,
        );
    }
  }
}

/** No two servers on one address and port, and no port beyond the last. */
function checkPorts({ vault, postgres }: FilledIn, nodes: readonly VaultNodeProps[], report: Report): void {
  const taken = new Map<string, string>();
  const take = (path: readonly string[], address: string, port: unknown, called = path.join('.')) => {
    if (typeof port !== 'number') return;
    const place = `${address}:${port}`;
    const first = taken.get(place);
    if (first === undefined) taken.set(place, called);
    else report(path, port, `must differ from ${first}: change one`);
  };
  const isList = Array.isArray(vault.nodes);
  for (const [index, node] of nodes.entries()) {
    if (!isPlainObject(node)) continue;
    const props = node;
    const address = props.address ?? '127.0.0.1';
    const at = (property: string) =>
      isList ? ['vault', 'nodes', String(index), property] : ['vault', 'port'];
    const called = isList ? at('port').join('.') : `vault.port${index === 0 ? '' : ` + ${index}`}`;
    if (props.port === undefined && index > 0 && defaultNodePort(props, index, vault.port) > lastPort)
      report(['vault', 'port'], vault.port, 'leaves no port number for each node: choose a lower one');
    take(at('port'), address, defaultNodePort(props, index, vault.port), called);
    if (props.address !== undefined) take(at('clusterPort'), address, props.clusterPort ?? vaultClusterPort);
  }
  take(['postgres', 'publishedPort'], postgres.address ?? '127.0.0.1', postgres.publishedPort);
}

/** What goes over the network between machines, and where to. */
function checkReach({ postgres, tls }: FilledIn, nodes: readonly VaultNodeProps[], report: Report): void {
  const isElsewhere = nodes.some((node) => isPlainObject(node) && node.dockerHost !== undefined);
  if (postgres.address !== undefined && postgres.publishedPort === undefined)
    report(
      ['postgres', 'address'],
      postgres.address,
      'needs a port: set postgres.publishedPort, or remove it',
    );
  if (isElsewhere && postgres.address === undefined)
    report(
      ['postgres', 'address'],
      undefined,
      'is needed, since Vault on another machine cannot reach PostgreSQL without: set it, and postgres.publishedPort',
    );
  if (isElsewhere && tls === 'off')
    report(['tls'], tls, 'must not be off between machines: remove it, or give certificates');
}
