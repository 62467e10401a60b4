import { Containers } from '../../../constructs/containers';
import { vaultConfig } from '../../../constructs/containers/vault-config';
import { resolveDeployment } from '../../../constructs/deployment';
import { deployment as seed } from '../../../deployments/seed';
import { entrypointRights } from '../../../constructs/containers/container-limits';
import { Synthesized } from '../support/synthesized';

const container = new Synthesized(Containers).one('docker_container', 'dbvault-plain-vault');

function configWith(storage: 'raft' | 'file', tls: 'made' | 'off' = 'made'): string {
  const resolved = resolveDeployment({ ...seed, tls, vault: { storage } });
  return vaultConfig(resolved, resolved.vault.nodes[0]);
}

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

  it('may lock memory beside what its entrypoint may, with Raft', () => {
    expect(container['capabilities']).toEqual({
      add: [...entrypointRights, 'CAP_IPC_LOCK'],
      drop: ['ALL'],
    });
  });

  it('is never swapped out, wherever the kernel can limit that', () => {
    expect(container['memory_swap']).toBe(container['memory']);
    expect(container['lifecycle']).toEqual({ ignore_changes: ['memory_swap'] });
  });

  it('has nothing in its environment but its address, and that it asks for no right', () => {
    expect(container['env']).toEqual([
      'VAULT_ADDR=https://127.0.0.1:8200',
      'VAULT_CACERT=/dbvault/tls/ca.pem',
      'SKIP_SETCAP=1',
    ]);
  });

  describe('that locks its memory, as it does with files', () => {
    const locking = new Synthesized(Containers, { vault: { storage: 'file' } }).one(
      'docker_container',
      'dbvault-plain-vault',
    );

    it('has its image give it that right, and what the image needs for it', () => {
      expect(locking['capabilities']).toEqual({
        add: ['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_IPC_LOCK', 'CAP_SETFCAP', 'CAP_SETGID', 'CAP_SETUID'],
        drop: ['ALL'],
      });
      expect(locking['env']).toEqual([
        'VAULT_ADDR=https://127.0.0.1:8200',
        'VAULT_CACERT=/dbvault/tls/ca.pem',
      ]);
    });

    it('dumps no core either', () => {
      expect(locking['ulimit']).toContainEqual({ name: 'core', soft: 0, hard: 0 });
    });
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
      content: configWith('raft'),
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
        { file: '/vault/config/config.hcl', content: configWith('file', 'off') },
      ]);
    });
  });

  it('gets the configuration of the storage that was chosen', () => {
    const stack = new Synthesized(Containers, { vault: { storage: 'file', containerName: 'v1' } });
    expect(configOf(stack, 'v1')).toBe(configWith('file'));
  });
});

describe("Vault's configuration", () => {
  it.each(['raft', 'file'] as const)('with the storage %s', (storage) => {
    const config = configWith(storage);
    expect(config).toContain(`storage "${storage}" {`);
    expect(config.match(/^storage /gm)).toHaveLength(1);
    expect(config).toMatch(/path +=/);
  });

  it.each([
    ['raft', true],
    ['file', false],
  ] as const)('turns mlock off with %s: %s', (storage, off) => {
    expect(configWith(storage).includes('disable_mlock = true')).toBe(off);
  });

  it.each(['raft', 'file'] as const)('listens for the published port with %s', (storage) => {
    expect(configWith(storage, 'off')).toContain('address     = "0.0.0.0:8200"');
    expect(configWith(storage)).toContain('address         = "0.0.0.0:8200"');
  });

  it('speaks TLS from 1.2 on, and says so to others', () => {
    const config = configWith('raft');
    expect(config).toContain('tls_min_version = "tls12"');
    expect(config).toContain('api_addr     = "https://vault:8200"');
    expect(config).not.toMatch(/tls_disable|http:/);
  });

  it('is plain HTTP where the deployment says so', () => {
    expect(configWith('raft', 'off')).toMatch(/tls_disable = true[^]*"http:\/\/vault:8200"/);
  });

  it.each(['raft', 'file'] as const)('has nothing of a Terraform template with %s', (storage) => {
    expect(configWith(storage)).not.toMatch(/[$%]\{/);
  });
});
