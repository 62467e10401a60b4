import { Access } from '../../../constructs/access';
import { Containers } from '../../../constructs/containers';
import { Database } from '../../../constructs/database';
import { Synthesized } from '../support/synthesized';

const certFolder = 'test/unit/constructs/docker-certificates';
const several = {
  vault: {
    nodes: [
      { address: '10.0.0.1' },
      { address: '10.0.0.2', dockerHost: 'ssh://admin@10.0.0.2' },
      { address: '10.0.0.3', dockerHost: 'tcp://10.0.0.3:2376', dockerCertFolder: certFolder },
    ],
  },
  postgres: { publishedPort: 5432, address: '10.0.0.1' },
} as const;

type Upload = { file: string; content?: string; source?: string };

function configOf(stack: Synthesized, name: string): string {
  const uploads = stack.one('docker_container', name)['upload'] as Upload[];
  return uploads.find(({ file }) => file.endsWith('config.hcl'))?.content ?? '';
}

describe('a single node', () => {
  it('is the same whether it is counted, listed or not named at all', () => {
    const texts = [{}, { vault: { nodes: 1 } }, { vault: { nodes: [{}] } }].map(
      (props) => new Synthesized(Containers, props).text,
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).not.toContain('retry_join');
  });

  it('has its address in the stacks, and no autopilot', () => {
    const access = new Synthesized(Access);
    expect(access.json.provider['vault']).toMatchObject([{ address: 'https://127.0.0.1:8200' }]);
    expect(access.all('vault_raft_autopilot')).toEqual([]);
    expect(access.text).not.toContain('nodes');
  });
});

describe('three nodes on this machine', () => {
  const stack = new Synthesized(Containers, { vault: { nodes: 3, port: 8220 } });
  const names = ['dbvault-plain-vault', 'dbvault-plain-vault-2', 'dbvault-plain-vault-3'];

  it('have a container, two volumes, a port and a certificate each', () => {
    const containers = names.map((name) => stack.one('docker_container', name));
    expect(containers.map(({ ports }) => ports)).toEqual(
      [8220, 8221, 8222].map((external) => [{ internal: 8200, external, ip: '127.0.0.1', protocol: 'tcp' }]),
    );
    const volumes = stack.all('docker_volume').map(({ name }) => name);
    expect(volumes).toEqual(
      expect.arrayContaining(names.flatMap((name) => [`${name}-file`, `${name}-audit`])),
    );
    const keys = containers.map(({ upload }) => (upload as Upload[]).at(-1)?.source);
    expect(keys).toEqual(
      ['vault', 'vault-2', 'vault-3'].map((name) => `../../../.dbvault/plain/tls/${name}.pem`),
    );
    expect(containers.map(({ upload }) => JSON.stringify(upload)).join()).not.toContain('PRIVATE');
  });

  it('are each known by another name, and ask each other one to be taken in, over TLS', () => {
    const config = configOf(stack, 'dbvault-plain-vault-2');
    expect(config).toContain('node_id = "vault-2"');
    expect(config).toContain('cluster_addr = "https://vault-2:8201"');
    expect(config.match(/leader_api_addr .*/g)).toEqual([
      'leader_api_addr       = "https://vault:8200"',
      'leader_api_addr       = "https://vault-3:8200"',
    ]);
    expect(config.match(/leader_tls_servername = .*/g)).toEqual([
      'leader_tls_servername = "vault"',
      'leader_tls_servername = "vault-3"',
    ]);
    expect(config.match(/leader_ca_cert_file/g)).toHaveLength(2);
  });

  it('leave the address to who applies, and are never fewer by themselves', () => {
    const access = new Synthesized(Access, { vault: { nodes: 3 } });
    expect(access.json.provider['vault']?.[0]).not.toHaveProperty('address');
    expect(access.one('vault_raft_autopilot')).toMatchObject({ cleanup_dead_servers: true, min_quorum: 3 });
    const plan = access.all('vault_approle_auth_backend_role').find((role) => role['role_name'] === 'plan');
    expect(plan?.['token_policies']).toEqual(['plan', 'nodes']);
  });

  it('wait for the processors that they share', () => {
    expect(configOf(stack, names[0] ?? '')).toContain('performance_multiplier = 2');
  });
});

describe('nodes on several machines', () => {
  const stack = new Synthesized(Containers, several);

  it('are made by a provider for each engine', () => {
    expect(stack.json.provider['docker']).toEqual([
      {},
      { alias: 'host-1', host: 'ssh://admin@10.0.0.2' },
      { alias: 'host-2', host: 'tcp://10.0.0.3:2376', cert_path: `../../../${certFolder}` },
    ]);
    for (const [type, count] of [
      ['docker_container', 1],
      ['docker_volume', 2],
      ['docker_network', 1],
      ['docker_image', 1],
    ] as const) {
      for (const alias of ['docker.host-1', 'docker.host-2']) {
        const made = stack.all(type).filter(({ provider }) => provider === alias);
        expect([type, alias, made.length]).toEqual([type, alias, count]);
      }
    }
  });

  it('publish API and cluster port at their own address, and nowhere else', () => {
    const publish = (internal: number, ip: string) => ({ internal, external: internal, ip, protocol: 'tcp' });
    expect(stack.one('docker_container', 'dbvault-plain-vault-3')['ports']).toEqual([
      publish(8200, '10.0.0.3'),
      publish(8201, '10.0.0.3'),
    ]);
    const config = configOf(stack, 'dbvault-plain-vault-3');
    expect(config).toContain('api_addr     = "https://10.0.0.3:8200"');
    expect(config).toContain('cluster_addr = "https://10.0.0.3:8201"');
    expect(config).toContain('leader_api_addr       = "https://10.0.0.2:8200"');
    expect(config).toContain('performance_multiplier = 1');
  });

  it('say on which engine each thing is, by a label', () => {
    const labels = stack.one('docker_container', 'dbvault-plain-vault-2')['labels'];
    expect(labels).toContainEqual({ label: 'dbvault.engine', value: 'ssh://admin@10.0.0.2' });
    expect(stack.one('docker_container', 'dbvault-plain-vault')['labels']).not.toContainEqual(
      expect.objectContaining({ label: 'dbvault.engine' }),
    );
  });

  it('get keys as files from this machine: only their paths are in what Terraform keeps', () => {
    const uploads = stack.one('docker_container', 'dbvault-plain-vault-2')['upload'] as Upload[];
    expect(uploads.filter(({ content }) => content !== undefined).map(({ file }) => file)).toEqual([
      '/vault/config/config.hcl',
    ]);
    expect(uploads.at(-1)?.source).toBe('../../../.dbvault/plain/tls/vault-2.pem');
    expect(stack.text).not.toContain('host_path');
  });

  it('reach PostgreSQL where it is published for them', () => {
    expect(stack.one('docker_container', 'dbvault-plain-postgres')['ports']).toMatchObject([
      { external: 5432, ip: '10.0.0.1' },
    ]);
    expect(new Synthesized(Database, several).text).toContain('@10.0.0.1:5432/postgres');
  });
});
