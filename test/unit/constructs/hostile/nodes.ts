import { having, line, one, type HostileDeployment } from './row';

const counts = 'must be 1, 3, 5 or 7 nodes, since more than half of them must agree, and is';
const choice =
  "must be 1, 3, 5, 7 or a list such as [{ dockerHost: 'ssh://admin@10.0.0.1', address: '10.0.0.1' }, …]: choose one";
const hostRule = 'must be "ssh://user@host" or "tcp://host:2376": correct it';
const addressRule = 'must be an IPv4 address that other machines reach, such as "10.0.0.1": correct it';
const addressNeeded = 'is needed where nodes are on several machines: set it for each node';

const certFolder = 'test/unit/constructs/docker-certificates';
const reached = { publishedPort: 5432, address: '10.0.0.1' };
const onThree = (second: object) => [{ address: '10.0.0.1' }, second, { address: '10.0.0.3' }];
/** Three nodes, of which the second is as given, and a PostgreSQL that others reach. */
const withSecond = (second: object) => ({
  ...(having('vault.nodes', onThree(second)) as object),
  postgres: reached,
});

export const hostileNodes: readonly HostileDeployment[] = [
  one('vault.nodes', 0, `${counts} 0: correct it`),
  one('vault.nodes', 2, `${counts} 2: correct it`),
  one('vault.nodes', 9, `${counts} 9: correct it`),
  one('vault.nodes', [], `${counts} 0: correct it`),
  one('vault.nodes', '3', choice),
  one('vault.nodes', { count: 3 }, choice),
  {
    title: 'several nodes with storage file',
    props: { ...(having('vault.nodes', 3) as object), vault: { nodes: 3, storage: 'file' } },
    problems: [
      line('vault.storage', '"file"', 'must be "raft" for several nodes, which share no files: change it'),
    ],
  },
  {
    title: 'too few ports for all nodes',
    props: { ...(having('vault.nodes', 3) as object), vault: { nodes: 3, port: 65_534 } },
    problems: [line('vault.port', '65534', 'leaves no port number for each node: choose a lower one')],
  },
  {
    title: "a node on PostgreSQL's port",
    props: { ...(having('vault.nodes', 3) as object), postgres: { publishedPort: 8201 } },
    problems: [line('postgres.publishedPort', '8201', 'must differ from vault.port + 1: change one')],
  },
  {
    title: 'a node called as PostgreSQL is',
    props: {
      ...(having('vault.nodes', 3) as object),
      postgres: { containerName: 'dbvault-hostile-vault-2' },
    },
    problems: [
      line(
        'postgres.containerName',
        '"dbvault-hostile-vault-2"',
        'is what a node of Vault is called, after vault.containerName: rename one',
      ),
    ],
  },
  {
    title: 'a Docker host of another kind',
    props: withSecond({ address: '10.0.0.2', dockerHost: 'http://10.0.0.2' }),
    problems: [line('vault.nodes.1.dockerHost', '"http://10.0.0.2"', hostRule)],
  },
  {
    title: 'an address that others do not reach',
    props: withSecond({ address: '127.0.0.1' }),
    problems: [line('vault.nodes.1.address', '"127.0.0.1"', addressRule)],
  },
  {
    title: 'a machine without an address',
    props: withSecond({ dockerHost: 'ssh://admin@10.0.0.2' }),
    problems: [line('vault.nodes.1.address', 'not set', addressNeeded)],
  },
  {
    title: 'an engine that is open to everybody',
    props: withSecond({ address: '10.0.0.2', dockerHost: 'tcp://10.0.0.2:2375' }),
    problems: [
      line(
        'vault.nodes.1.dockerCertFolder',
        'not set',
        'is needed for tcp://, which is open to everybody without TLS: set it',
      ),
    ],
  },
  {
    title: 'certificates that are not there, or not needed',
    props: {
      ...(having('vault.nodes', [
        { address: '10.0.0.1', dockerCertFolder: certFolder },
        { address: '10.0.0.2', dockerHost: 'tcp://10.0.0.2:2376', dockerCertFolder: 'nowhere' },
        { address: '10.0.0.3', dockerHost: 'tcp://10.0.0.3:2376', dockerCertFolder: certFolder },
      ]) as object),
      postgres: reached,
    },
    problems: [
      line('vault.nodes.0.dockerCertFolder', `"${certFolder}"`, 'is for tcp:// alone: remove it'),
      line(
        'vault.nodes.1.dockerCertFolder',
        '"nowhere"',
        'lacks ca.pem, cert.pem, key.pem: put them there, or correct the path',
      ),
    ],
  },
  {
    title: 'two nodes on one address and port',
    props: withSecond({ address: '10.0.0.1' }),
    problems: [
      line('vault.nodes.1.port', '8200', 'must differ from vault.nodes.0.port: change one'),
      line('vault.nodes.1.clusterPort', '8201', 'must differ from vault.nodes.0.clusterPort: change one'),
    ],
  },
  {
    title: 'a cluster port that nobody publishes',
    props: having('vault.nodes', [{ clusterPort: 8201 }, {}, {}]),
    problems: [
      line('vault.nodes.0.clusterPort', '8201', 'is published only with an address: set that, or remove it'),
    ],
  },
  {
    title: 'nodes elsewhere that do not reach PostgreSQL, in clear',
    props: {
      ...(having(
        'vault.nodes',
        onThree({ address: '10.0.0.2', dockerHost: 'ssh://admin@10.0.0.2' }),
      ) as object),
      tls: 'off',
    },
    problems: [
      line(
        'postgres.address',
        'not set',
        'is needed, since Vault on another machine cannot reach PostgreSQL without: set it, and postgres.publishedPort',
      ),
      line('tls', '"off"', 'must not be off between machines: remove it, or give certificates'),
    ],
  },
  {
    title: 'an address of PostgreSQL without a port',
    props: having('postgres.address', '10.0.0.1'),
    problems: [
      line('postgres.address', '"10.0.0.1"', 'needs a port: set postgres.publishedPort, or remove it'),
    ],
  },
];
