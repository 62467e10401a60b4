import { VaultClient } from '../../../steps/vault-client';
import { remove, start, toolChain } from '../hostile-input/support/container';
import { docker } from './outside';

const port = 8200;
const token = 'e2e-dev-root';

export interface DevVault {
  readonly root: VaultClient;
  remove(): Promise<void>;
}

/** A real Vault that keeps all in memory and is open from the start, on a port of loopback that nobody else has. */
export async function startDevVault(): Promise<DevVault> {
  const { images } = await toolChain();
  const server = ['server', '-dev', '-dev-no-store-token', `-dev-root-token-id=${token}`];
  const container = await start(
    [
      ...['--publish', `127.0.0.1::${port}`, '--entrypoint', 'vault', images.vault],
      ...[...server, `-dev-listen-address=0.0.0.0:${port}`],
    ],
    ['env', `VAULT_ADDR=http://127.0.0.1:${port}`, 'vault', 'status'],
  );
  const address = `http://${await docker('port', container, String(port))}`;
  return { root: new VaultClient(address, token), remove: () => remove(container) };
}
