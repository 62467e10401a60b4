import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { VaultClient } from '../../../steps/vault-client';
import { waitForVault } from '../../../steps/wait-for-vault';
import { rejected } from '../support/caught';
import { unreachableAddress } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const container = 'no-such-container';

describe('waiting for Vault', () => {
  it('ends where it answers, sealed or not', async () => {
    const { vault } = await withVault(() => ({ body: { initialized: true, sealed: true } }));
    expect(await waitForVault(vault, container)).toMatchObject({ initialized: true, sealed: true });
  });

  it('asks again while it starts', async () => {
    let starting = 2;
    const { vault } = await withVault(() =>
      starting-- > 0 ? { status: 500 } : { body: { initialized: false, sealed: true } },
    );
    expect(await waitForVault(vault, container)).toHaveProperty('initialized', false);
  });

  it('fails with the last failure when the time is up', async () => {
    const vault = new VaultClient(await unreachableAddress());
    expect(await rejected(waitForVault(vault, container, { withinMs: 60 }))).toMatchObject({
      what: 'Vault did not answer',
      why: 'ECONNREFUSED, for 0.06 s',
    });
  });

  it('ends early when what it waits for will not come', async () => {
    const vault = new VaultClient(await unreachableAddress());
    const started = Date.now();
    await rejected(waitForVault(vault, container, { signal: AbortSignal.timeout(60) }));
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it('asks again where the connection is cut, as it is while the container starts', async () => {
    const cutting: Server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(cutting, 'listening');
    const vault = new VaultClient(`http://127.0.0.1:${(cutting.address() as AddressInfo).port}`);
    const problem = await rejected(waitForVault(vault, container, { withinMs: 60 }));
    cutting.close();
    expect(problem).toHaveProperty('what', 'Vault did not answer');
  });
});
