import { Containers } from '../../../constructs/containers';
import { vaultConfig } from '../../../constructs/containers/vault-config';
import { deployment as seed } from '../../../deployments/seed';
import { Synthesized } from '../support/synthesized';

const container = new Synthesized(Containers).one('docker_container', 'dbvault-plain-vault');

function configOf(stack: Synthesized, name: string): string {
  const [upload] = stack.one('docker_container', name)['upload'] as [{ content: string }];
  return upload.content;
}

describe("Vault's container", () => {
  it('publishes its API on loopback alone', () => {
    expect(container['ports']).toEqual([
      { internal: 8200, external: 8200, ip: '127.0.0.1', protocol: 'tcp' },
    ]);
  });

  it("publishes it on the deployment's port", () => {
    const stack = new Synthesized(Containers, { vault: { port: 9200 } });
    expect(stack.one('docker_container', 'dbvault-plain-vault')['ports']).toEqual([
      { internal: 8200, external: 9200, ip: '127.0.0.1', protocol: 'tcp' },
    ]);
  });

  it('starts a server, not a development server', () => expect(container['command']).toEqual(['server']));

  it('may lock memory, and nothing more', () => {
    expect(container['capabilities']).toEqual({ add: ['CAP_IPC_LOCK'] });
  });

  it('has nothing in its environment but its address and whose certificate it has', () => {
    expect(container['env']).toEqual([
      'VAULT_ADDR=https://127.0.0.1:8200',
      'VAULT_CACERT=/dbvault/tls/ca.pem',
    ]);
  });

  it('is healthy when sealed, which is how it starts', () => {
    expect(container['healthcheck']).toEqual({
      test: ['CMD-SHELL', 'vault status >/dev/null 2>&1; test $? -ne 1'],
      interval: '30s',
      timeout: '10s',
      start_period: '15s',
      retries: 3,
    });
  });

  it('gets its configuration as a file', () => {
    expect(container['upload']).toContainEqual({
      file: '/vault/config/config.hcl',
      content: vaultConfig('raft', true),
    });
  });

  it('gets its certificates by their paths in the project, which a renewal does not change', () => {
    expect((container['upload'] as unknown[]).slice(1)).toEqual([
      { file: '/dbvault/tls/ca.pem', source: '../../../.dbvault/plain/tls/ca.pem', permissions: '0444' },
      {
        file: '/dbvault/tls/server.pem',
        source: '../../../.dbvault/plain/tls/vault.pem',
        permissions: '0400',
      },
    ]);
  });

  it("lets Vault's own user read its key, and starts as the image does, under either of its names", () => {
    const [shell, option, script] = container['entrypoint'] as string[];
    expect([shell, option]).toEqual(['sh', '-c']);
    expect(script).toContain('chown vault /dbvault/tls/server.pem');
    expect(script).toContain('exec "$(command -v docker-entrypoint.sh || command -v vault-entrypoint)" "$@"');
  });

  describe('where TLS is off', () => {
    const plain = new Synthesized(Containers, seed).one('docker_container', 'vault');

    it("is the image's, with its configuration alone", () => {
      expect(plain).not.toHaveProperty('entrypoint');
      expect(plain['env']).toEqual(['VAULT_ADDR=http://127.0.0.1:8200']);
      expect(plain['upload']).toEqual([
        { file: '/vault/config/config.hcl', content: vaultConfig('file', false) },
      ]);
    });
  });

  it('gets the configuration of the storage that was chosen', () => {
    const stack = new Synthesized(Containers, { vault: { storage: 'file', containerName: 'v1' } });
    expect(configOf(stack, 'v1')).toBe(vaultConfig('file', true));
  });
});

describe("Vault's configuration", () => {
  it.each(['raft', 'file'] as const)('with the storage %s', (storage) => {
    const config = vaultConfig(storage, true);
    expect(config).toContain(`storage "${storage}" {`);
    expect(config.match(/^storage /gm)).toHaveLength(1);
    expect(config).toMatch(/path +=/);
  });

  it.each([
    ['raft', true],
    ['file', false],
  ] as const)('turns mlock off with %s: %s', (storage, off) => {
    expect(vaultConfig(storage, true).includes('disable_mlock = true')).toBe(off);
  });

  it.each(['raft', 'file'] as const)('listens for the published port with %s', (storage) => {
    expect(vaultConfig(storage, false)).toContain('address     = "0.0.0.0:8200"');
    expect(vaultConfig(storage, true)).toContain('address         = "0.0.0.0:8200"');
  });

  it('speaks TLS from 1.2 on, and says so to others', () => {
    const config = vaultConfig('raft', true);
    expect(config).toContain('tls_min_version = "tls12"');
    expect(config).toContain('api_addr     = "https://vault:8200"');
    expect(config).not.toMatch(/tls_disable|http:/);
  });

  it('is plain HTTP where the deployment says so', () => {
    expect(vaultConfig('raft', false)).toMatch(/tls_disable = true[^]*"http:\/\/vault:8200"/);
  });

  it.each(['raft', 'file'] as const)('has nothing of a Terraform template with %s', (storage) => {
    expect(vaultConfig(storage, true)).not.toMatch(/[$%]\{/);
  });
});
