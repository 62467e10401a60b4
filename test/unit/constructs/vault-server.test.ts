import { Containers } from '../../../constructs/containers';
import { vaultConfig } from '../../../constructs/containers/vault-config';
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

  it('has nothing in its environment but its address', () => {
    expect(container['env']).toEqual(['VAULT_ADDR=http://127.0.0.1:8200']);
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
    expect(container['upload']).toEqual([{ file: '/vault/config/config.hcl', content: vaultConfig('raft') }]);
  });

  it('gets the configuration of the storage that was chosen', () => {
    const stack = new Synthesized(Containers, { vault: { storage: 'file', containerName: 'v1' } });
    expect(configOf(stack, 'v1')).toBe(vaultConfig('file'));
  });
});

describe("Vault's configuration", () => {
  it.each(['raft', 'file'] as const)('with the storage %s', (storage) => {
    const config = vaultConfig(storage);
    expect(config).toContain(`storage "${storage}" {`);
    expect(config.match(/^storage /gm)).toHaveLength(1);
    expect(config).toMatch(/path +=/);
  });

  it.each([
    ['raft', true],
    ['file', false],
  ] as const)('turns mlock off with %s: %s', (storage, off) => {
    expect(vaultConfig(storage).includes('disable_mlock = true')).toBe(off);
  });

  it.each(['raft', 'file'] as const)('listens for the published port with %s', (storage) => {
    expect(vaultConfig(storage)).toContain('address     = "0.0.0.0:8200"');
  });

  it.each(['raft', 'file'] as const)('has nothing of a Terraform template with %s', (storage) => {
    expect(vaultConfig(storage)).not.toMatch(/[$%]\{/);
  });
});
