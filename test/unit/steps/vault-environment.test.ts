import { VaultServer } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const variables = ['VAULT_TOKEN', 'VAULT_NAMESPACE', 'VAULT_PREFIX', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY'];
const before = variables.map((name) => [name, process.env[name]] as const);

afterEach(() => {
  for (const [name, value] of before) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- assigning undefined would set a text
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

describe('a Vault client in an environment meant for other programs', () => {
  it("sends no token of the environment's where it has none", async () => {
    process.env['VAULT_TOKEN'] = 's.environment';
    const { server, vault } = await withVault(() => ({ body: {} }), '');
    await vault.read('a');
    expect(server.seen[0]?.token).toBeUndefined();
  });

  it("stays out of the environment's namespace", async () => {
    process.env['VAULT_NAMESPACE'] = 'team';
    const { server, vault } = await withVault(() => ({ body: {} }));
    await vault.read('a');
    expect(server.seen[0]?.headers).not.toHaveProperty('x-vault-namespace');
  });

  it("puts no prefix of the environment's before paths", async () => {
    process.env['VAULT_PREFIX'] = '/prefix';
    const { server, vault } = await withVault(() => ({ body: {} }));
    await vault.read('a');
    expect(server.calls).toEqual(['GET a']);
  });

  it.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])('sends nothing through %s', async (variable) => {
    const proxy = await VaultServer.start(() => ({ body: {} }));
    process.env[variable] = proxy.address;
    const { server, vault } = await withVault(() => ({ body: {} }));
    await vault.write('sys/unseal', { key: 'share' });
    await proxy.stop();
    expect(proxy.calls).toEqual([]);
    expect(server.calls).toEqual(['PUT sys/unseal']);
  });
});

describe('a Vault client that is redirected', () => {
  it('does not take its token to another host', async () => {
    const other = await VaultServer.start(() => ({ body: {} }));
    const { vault } = await withVault(() => ({ status: 307, location: `${other.address}/v1/a` }));
    await vault.read('a').catch(() => undefined);
    await other.stop();
    expect(other.calls).toEqual([]);
  });
});
